"""Pages of `volunteer.sign_ups`."""
