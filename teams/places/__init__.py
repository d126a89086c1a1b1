"""Places of a community (地点): grids, estates and buildings."""
