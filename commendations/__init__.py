"""What is honoured: star levels, stars of the month, awards and the honour wall."""

LAYERS = (
    "today",
    "wall",
    "rounds",
    "certificates",
    "nominations",
    "levels",
    "own_file",
    "forms",
    "words",
)
