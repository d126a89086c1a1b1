"""Commands of the floor `points`: the list of goods comes in."""

import click

from points.rules.goods_import import GOODS
from teams.cli import importing

importing.add(GOODS, "goods", "the list of goods: products, prices, deliveries and stock")

commands: list[click.Command] = []
