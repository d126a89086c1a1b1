"""Reads of honours, for pages."""
