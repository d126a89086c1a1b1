"""Names put forward, and the stages of a round."""
