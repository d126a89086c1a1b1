"""Reads for pages of `teams.audit_trail`."""
