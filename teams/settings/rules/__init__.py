"""Decisions and changes, as plain functions of `teams.settings`."""
