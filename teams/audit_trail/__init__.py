"""The audit trail as pages read it."""
