"""Plots of the garden."""
