"""Thresholds a community may change, each from a day on."""
