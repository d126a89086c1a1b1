"""Commands of the room `volunteer`: past hours come in."""

import click

from teams.imports import cli as importing
from volunteer.hours.rules.hours_import import HOURS

importing.add(
    HOURS,
    "hours",
    "past service hours, one record for each person of a line. With --run they count at once: "
    "who runs the command vouches for the second person, and the audit trail says so",
)

commands: tuple[click.Command, ...] = ()
