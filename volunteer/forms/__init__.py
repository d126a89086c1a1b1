"""Shapes of input of this floor."""
