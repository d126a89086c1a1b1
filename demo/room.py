"""What the demo town declares: the command that makes it, and nothing else."""

from core.declarations import Room
from demo import cli

ROOM = Room(commands=cli.commands)
