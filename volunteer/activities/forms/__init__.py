"""Shapes of input of `volunteer.activities`."""
