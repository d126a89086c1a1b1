"""Commands of the room `volunteer`: past hours come in."""

from teams.imports import cli as importing
from volunteer.hours.rules.hours_import import HOURS

hours = importing.command_of(
    HOURS,
    "past service hours, one record for each person of a line. With --run they count at once: "
    "who runs the command vouches for the second person, and the audit trail says so",
)
