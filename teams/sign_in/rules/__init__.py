"""Decisions and changes, as plain functions of `teams.sign_in`."""
