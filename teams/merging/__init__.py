"""Two files of one person made one: proposed, approved by a second person, never undone."""
