"""Decisions and changes, as plain functions of `volunteer.service_time`."""
