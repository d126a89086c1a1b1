"""Reads used by the pages of this floor."""
