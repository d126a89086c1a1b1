"""Pages of `garden.plots`."""
