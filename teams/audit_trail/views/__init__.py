"""Pages of `teams.audit_trail`."""
