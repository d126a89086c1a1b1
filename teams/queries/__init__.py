"""Reads of belonging, for pages and for the gate."""
