"""Workbooks on their way in."""
