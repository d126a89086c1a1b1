"""Erasing a person: asked for, decided by a second one, never taken back afterwards."""
