"""Roles given, ended and looked at."""
