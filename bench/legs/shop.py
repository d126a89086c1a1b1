"""The points supermarket: reserving, and selling at the counter."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from bench.legs.leg import Leg, once
from bench.load import Ask
from bench.world import World
from points.ledger.rules import lot_checks, wallet_checks
from points.redemptions.rules import goods_checks

PROVED = (
    wallet_checks.balance_is_the_sum,
    wallet_checks.lines_join,
    wallet_checks.nobody_below_the_floor,
    wallet_checks.held_is_the_holds,
    lot_checks.lots_hold_the_available,
    lot_checks.holds_resolve_once,
    goods_checks.stock_is_its_moves,
    goods_checks.reserved_is_open_lines,
    goods_checks.batches_add_up,
    goods_checks.lines_left_once,
)


def reserve(world: World) -> Iterator[Ask]:
    """Let each volunteer reserve one piece of something, each time of something else."""
    while True:
        number = world.next("reservation")
        at, turn = number % len(world.crowd), number // len(world.crowd)
        product_id, price = world.goods[(at * 7 + turn) % len(world.goods)]
        line = ("line", f"{product_id}:1:{price}")
        yield once(world.crowd[at], world.path("supermarket/redemptions"), line)


def books_hold(world: World) -> list[str]:
    """Ask what must hold of balances, holds and stock."""
    with Session(world.engine) as session:
        return [each for check in PROVED for each in check(session)]


LEGS = (
    Leg(
        name="reservation",
        words="reservation, random",
        asks=reserve,
        proof=books_hold,
        floor="redemption",
        most_ms=11,
        most_statements=18,
    ),
)
