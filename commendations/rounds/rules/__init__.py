"""Decisions and changes, as plain functions of `commendations.rounds`."""
