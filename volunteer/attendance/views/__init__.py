"""Pages of `volunteer.attendance`."""
