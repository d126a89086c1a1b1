"""Roles, their permissions, and what one person may do where."""
