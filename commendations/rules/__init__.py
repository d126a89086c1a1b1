"""The decisions and changes of this floor, as plain functions."""
