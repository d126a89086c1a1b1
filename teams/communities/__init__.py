"""Communities: opened, and what they say of themselves."""
