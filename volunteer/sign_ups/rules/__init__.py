"""Decisions and changes, as plain functions of `volunteer.sign_ups`."""
