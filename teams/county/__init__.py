"""A county: its communities, administrators and working days."""
