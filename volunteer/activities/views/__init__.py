"""Pages of `volunteer.activities`."""
