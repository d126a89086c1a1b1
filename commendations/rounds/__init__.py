"""Rounds: reviewed, announced, issued."""
