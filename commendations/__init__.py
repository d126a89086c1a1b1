"""What is honoured: star levels, stars of the month, awards and the honour wall."""
