"""Real clients at once, each with a connection of its own, on both engines."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from accounts.rules import request_keys
from core.db import run_on
from core.errors import RuleError
from points import upkeep_jobs
from points.goods.models import LimitWindow, Stock
from points.ledger.models import EntryKind, Transaction, Wallet
from points.ledger.rules import ledger
from points.redemptions.models import Redemption, RedemptionState
from points.redemptions.rules import collecting, exchanges, pick_up_codes, reservations
from points.redemptions.rules.collecting import Collection
from points.redemptions.rules.orders import Order, Sale, Wish
from teams.authority.act import Act
from teams.members.models import CommunitySetting, Member
from tests.builders import NOW, authority_of
from tests.shop_builders import PIN, a_cause, a_store, earn, spend

pytestmark = pytest.mark.race


def at_once(engine: Any, acts: list[Callable[[Session], Any]]) -> Counter[str]:
    """Do all acts at the same moment; count "done" and the codes of refusals."""
    start = threading.Barrier(len(acts))

    def one(act: Callable[[Session], Any]) -> str:
        start.wait()
        try:
            run_on(engine, act)
        except RuleError as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(acts)) as crowd:
        return Counter(crowd.map(one, acts))


def prepared(engine: Any, build: Callable[[Session], Any]) -> Any:
    """Build in a committed transaction and return what `build` returns."""
    return run_on(engine, build)


def order_for(community_id: int, shop_id: int, member_id: int, product_id: int) -> Order:
    return Order(
        community_id=community_id,
        shop_id=shop_id,
        member_id=member_id,
        wishes=[Wish(product_id=product_id, quantity=1)],
    )


def ask(engine: Any, statement: Any) -> Any:
    with Session(engine) as asking:
        return asking.scalar(statement)


def test_t22_sixty_four_clients_for_fifty_pieces(engine):
    def build(session: Session) -> list[Order]:
        store = a_store(session)
        soap = store.product(stock=50)
        return [
            order_for(store.community.id, store.shop.id, store.member(points=40).id, soap.id)
            for _ in range(64)
        ]

    orders = prepared(engine, build)

    seen = at_once(
        engine, [lambda s, o=each: reservations.reserve(Act(s, NOW), o) for each in orders]
    )

    assert seen == {"done": 50, "out_of_stock": 14}
    assert ask(engine, select(Stock.on_hand - Stock.reserved)) == 0
    assert ask(engine, select(func.count()).select_from(Redemption)) == 50


def test_t22_the_last_piece_at_two_counters(engine):
    def build(session: Session) -> Any:
        store = a_store(session)
        soap = store.product(stock=1)
        sales = [
            Sale(
                community_id=store.community.id,
                shop_id=store.shop.id,
                credential=PIN,
                member_id=store.member(points=40).id,
                wishes=[Wish(product_id=soap.id, quantity=1)],
            )
            for _ in range(2)
        ]
        return sales, store.clerk

    sales, clerk = prepared(engine, build)

    seen = at_once(
        engine, [lambda s, o=each: exchanges.sell(Act(s, NOW, by=clerk), o) for each in sales]
    )

    assert seen == {"done": 1, "out_of_stock": 1}


def test_fifty_spends_of_a_balance_for_one(engine):
    def build(session: Session) -> Any:
        member = a_store(session).member(points=40)
        return member, [a_cause(source_kind="redemption") for _ in range(50)]

    member, causes = prepared(engine, build)

    seen = at_once(engine, [lambda s, c=each: spend(s, member, 40, cause=c) for each in causes])

    assert seen == {"done": 1, "not_enough_points": 49}
    assert ask(engine, select(Wallet.posted).where(Wallet.owner_id == member.id)) == 0


def a_reservation(engine: Any, counters: int = 2) -> Any:
    def build(session: Session) -> Any:
        store = a_store(session)
        member = store.member(points=100)
        redemption = store.reserve(member, (store.product(stock=5), 1))
        asked = Collection(
            community_id=store.community.id,
            shop_id=store.shop.id,
            code=pick_up_codes.code_of(redemption),
        )
        return asked, store.clerk, authority_of(session, member), redemption

    return prepared(engine, build)


def test_one_code_at_eight_counters_opens_once(engine):
    asked, clerk, _, _ = a_reservation(engine)

    seen = at_once(engine, [lambda s: collecting.collect(Act(s, NOW, by=clerk), asked)] * 8)

    assert seen == {"done": 1, "already_redeemed": 7}
    assert ask(engine, select(Stock.on_hand)) == 4


def test_cancel_against_hand_over_has_one_winner(engine):
    asked, clerk, own, redemption = a_reservation(engine)
    acts = [
        lambda s: collecting.collect(Act(s, NOW, by=clerk), asked),
        lambda s: reservations.cancel(Act(s, NOW, by=own), asked.community_id, redemption.id),
    ]

    seen = at_once(engine, acts * 4)

    assert seen["done"] == 1
    state = ask(engine, select(Redemption.state))
    assert state in {RedemptionState.COLLECTED, RedemptionState.CANCELLED}
    spent = 40 if state is RedemptionState.COLLECTED else 0
    assert (
        ask(engine, select(Wallet.posted).where(Wallet.owner_id == redemption.member_id))
        == 100 - spent
    )


def test_the_same_request_key_twenty_times_is_one_act(engine):
    def build(session: Session) -> Order:
        store = a_store(session)
        member = store.member(points=100)
        return order_for(store.community.id, store.shop.id, member.id, store.product().id)

    order = prepared(engine, build)

    def pressed(session: Session) -> None:
        if request_keys.claim(Act(session, NOW), "person:1", "key-1", "body") is not None:
            return
        reservations.reserve(Act(session, NOW), order)
        request_keys.answer(session, "person:1", "key-1", {"go_to": "/"})

    assert at_once(engine, [pressed] * 20) == {"done": 20}
    assert ask(engine, select(func.count()).select_from(Redemption)) == 1


def test_one_award_twenty_times_is_credited_once(engine):
    member = prepared(engine, lambda session: a_store(session).member())
    cause = a_cause()

    seen = at_once(engine, [lambda s: earn(s, member, 24, cause=cause)] * 20)

    assert seen == {"done": 1, "already_done": 19}


def test_a_limit_of_two_split_over_ten_phones(engine):
    def build(session: Session) -> list[Order]:
        store = a_store(session)
        soap = store.product(limit_quantity=2, limit_window=LimitWindow.MONTH)
        session.add(
            CommunitySetting(
                community_id=store.community.id,
                name="monthly_redemptions",
                value=100,
                starts_on=date(2020, 1, 1),
                set_at=NOW,
            )
        )
        member = store.member(points=400)
        return [order_for(store.community.id, store.shop.id, member.id, soap.id)] * 10

    orders = prepared(engine, build)

    seen = at_once(
        engine, [lambda s, o=each: reservations.reserve(Act(s, NOW), o) for each in orders]
    )

    assert seen == {"done": 2, "limit_reached": 8}


def test_the_sweep_on_four_machines_expires_each_lot_once(engine):
    last_day_over = datetime.fromisoformat("2026-12-31T16:00:00+00:00")

    def build(session: Session) -> None:
        store = a_store(session)
        for _ in range(30):
            earn(session, store.member(), 30, ended_on=date(2025, 6, 1))

    prepared(engine, build)

    def sweep(session: Session) -> int:
        return upkeep_jobs.expire_points(session, last_day_over)

    while at_once(engine, [sweep] * 4) and run_on(engine, sweep):
        pass

    expiries = select(func.count()).where(Transaction.kind == EntryKind.EXPIRE)
    assert ask(engine, expiries) == 30
    assert ask(engine, select(func.sum(Wallet.posted))) == 0


def test_the_sweep_against_a_spend_never_eats_a_lot_twice(engine):
    last_day_over = datetime.fromisoformat("2026-12-31T16:00:00+00:00")

    def build(session: Session) -> Member:
        member = a_store(session).member()
        earn(session, member, 30, ended_on=date(2025, 6, 1))
        earn(session, member, 50)
        return member

    member = prepared(engine, build)
    causes = [a_cause(source_kind="redemption") for _ in range(5)]
    spends = [lambda s, c=each: spend(s, member, 10, last_day_over, cause=c) for each in causes]
    sweeps = [lambda s: upkeep_jobs.expire_points(s, last_day_over)] * 5

    assert at_once(engine, spends + sweeps) == {"done": 10}
    assert ask(engine, select(Wallet.posted).where(Wallet.owner_id == member.id)) == 0


def test_lapse_against_hand_over_has_one_winner(engine):
    asked, clerk, _, redemption = a_reservation(engine)
    run_on(engine, lambda s: s.execute(update(Redemption).values(collect_by=NOW)))
    acts = [
        lambda s: collecting.collect(Act(s, NOW - timedelta(seconds=1), by=clerk), asked),
        lambda s: reservations.lapse(Act(s, NOW), asked.community_id, redemption.id),
    ]

    at_once(engine, acts)

    state = ask(engine, select(Redemption.state))
    assert state in {RedemptionState.COLLECTED, RedemptionState.LAPSED}


def test_two_orders_of_the_same_goods_in_opposite_order_do_not_deadlock(engine):
    def build(session: Session) -> list[Order]:
        store = a_store(session)
        goods = [store.product(stock=100), store.product(stock=100)]
        orders = []
        for number in range(20):
            pair = goods if number % 2 else goods[::-1]
            member = store.member(points=200)
            orders.append(
                Order(
                    community_id=store.community.id,
                    shop_id=store.shop.id,
                    member_id=member.id,
                    wishes=[Wish(product_id=each.id, quantity=1) for each in pair],
                )
            )
        return orders

    orders = prepared(engine, build)

    seen = at_once(
        engine, [lambda s, o=each: reservations.reserve(Act(s, NOW), o) for each in orders]
    )

    assert seen == {"done": 20}


def test_reversal_against_spending_stays_in_the_books(engine):
    def build(session: Session) -> Any:
        member = a_store(session).member()
        return member, earn(session, member, 60).id

    member, award = prepared(engine, build)
    causes = [a_cause(source_kind="redemption") for _ in range(6)]
    acts = [lambda s, c=each: spend(s, member, 10, cause=c) for each in causes]
    acts.append(lambda s: ledger.reverse(Act(s, NOW), member.community_id, award, a_cause()))

    seen = at_once(engine, acts)

    spent = 10 * (seen["done"] - 1)
    assert ask(engine, select(Wallet.posted).where(Wallet.owner_id == member.id)) == -spent
