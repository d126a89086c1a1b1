"""Who came to a shift and when they left."""
