"""The honour wall, and one's own honours."""
