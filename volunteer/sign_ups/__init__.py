"""Signing up, going back on it, and the pages that lead there."""
