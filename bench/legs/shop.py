"""The points supermarket: reserving, and selling at the counter."""

from __future__ import annotations

from collections.abc import Iterator

from bench import fresh
from bench.legs.leg import HOT_CROWD, HOT_FULL, Leg, once
from bench.load import Ask
from bench.town.people import PIN
from bench.world import World
from core import clock
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


def reserve_hot(world: World) -> Iterator[Ask]:
    """Let everybody reserve one thing, of which there is enough for four in five of them."""
    crowd = world.crowd[:HOT_CROWD]
    pieces = len(crowd) - len(crowd) // HOT_FULL
    product_id = fresh.product(world, pieces, price=1)
    right = frozenset({303, 409})
    for who in crowd:
        line = ("line", f"{product_id}:1:1")
        yield once(who, world.path("supermarket/redemptions"), line, right=right)


def sell_by_pin(world: World) -> Iterator[Ask]:
    """Let the clerk sell something to each in turn, who types the PIN."""
    while True:
        at = world.next("sale") % len(world.crowd)
        yield _sale(world, at, PIN)


def sell_by_code(world: World) -> Iterator[Ask]:
    """Let the clerk sell something to each once, who shows a one-time code."""
    codes = fresh.codes(world, clock.now())
    for at, code in enumerate(codes):
        yield _sale(world, at, code)


def _sale(world: World, at: int, credential: str) -> Ask:
    product_id, price = world.goods[world.next("sold") % len(world.goods)]
    line = ("line", f"{product_id}:1:{price}")
    whose = ("member_id", str(world.crowd[at].member_id))
    return once(world.clerk, world.path("counter/sales"), whose, line, ("credential", credential))


def books_hold(world: World) -> list[str]:
    """Ask what must hold of balances, holds and stock."""
    return world.asked(*PROVED)


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
    Leg(
        name="reservation-hot",
        words="reservation of one thing, to the last piece",
        asks=reserve_hot,
        proof=books_hold,
        is_hot=True,
    ),
    Leg(
        name="sale-by-code",
        words="sale at the counter by a one-time code",
        asks=sell_by_code,
        proof=books_hold,
        floor="redemption",
        most_ms=13,
        most_statements=20,
    ),
    Leg(
        name="sale-by-pin",
        words="sale at the counter by PIN",
        asks=sell_by_pin,
        proof=books_hold,
        floor="redemption",
    ),
)
