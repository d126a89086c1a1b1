"""Shapes of input of `volunteer.hours`."""
