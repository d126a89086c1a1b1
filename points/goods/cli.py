"""Commands of the room `points`: the list of goods comes in."""

import click

from points.goods.rules.goods_import import GOODS
from teams.imports import cli as importing

importing.add(GOODS, "goods", "the list of goods: products, prices, deliveries and stock")

commands: tuple[click.Command, ...] = ()
