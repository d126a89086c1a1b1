"""Certificates: on paper, looked up, revoked."""
