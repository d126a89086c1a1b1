"""Signing in and out, locks, own secrets."""
