"""Commands of the floor `teams`."""

import click

from teams.cli import importing

commands: list[click.Command] = [importing.group]
