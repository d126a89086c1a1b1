"""Acts on many members at once: cards with their PIN slips, activation, teams."""
