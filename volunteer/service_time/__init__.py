"""How minutes are counted from planned, arrived and left."""
