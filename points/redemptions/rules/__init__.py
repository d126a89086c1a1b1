"""Decisions and changes, as plain functions of `points.redemptions`."""
