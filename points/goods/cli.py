"""Commands of the room `points`: the list of goods comes in."""

from points.goods.rules.goods_import import GOODS
from teams.imports import cli as importing

goods = importing.command_of(GOODS, "the list of goods: products, prices, deliveries and stock")
