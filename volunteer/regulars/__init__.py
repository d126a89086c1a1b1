"""Standing regulars: members who keep a place in each coming shift of a series."""
