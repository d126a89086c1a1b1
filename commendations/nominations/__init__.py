"""Nominations, and the stages of a round."""
