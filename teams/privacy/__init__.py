"""The privacy notice: read by anybody, answered when it changes, counted for who runs the place."""
