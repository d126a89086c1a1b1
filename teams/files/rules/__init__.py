"""Decisions and changes, as plain functions of `teams.files`."""
