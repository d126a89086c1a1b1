"""Commands of the floor `teams`."""

import click

from teams.cli import importing, operating

commands: list[click.Command] = [importing.group, *operating.commands]
