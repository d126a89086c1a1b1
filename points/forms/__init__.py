"""The shape of what is typed on this floor."""
