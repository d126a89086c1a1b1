"""Decisions and changes, as plain functions of `volunteer.insurance`."""
