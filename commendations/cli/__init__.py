"""The commands of this floor, the top one, since the demo calls all the floors below."""

import click

from commendations.cli.demo import seed_demo

commands: list[click.Command] = [seed_demo]
