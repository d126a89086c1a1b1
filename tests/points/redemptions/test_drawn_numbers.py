"""The number of a redemption, drawn before it is written, and what the counter reads with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from points.goods.models import MoveReason, StockBatch, StockMove
from points.redemptions.models import Redemption
from points.redemptions.rules import exchanges, reservations
from points.redemptions.rules.counter_credentials import Witness
from points.redemptions.rules.orders import Order, Wish
from teams.authority.act import Act
from tests.builders import NOW

SHELF = "/c/dongjie/supermarket"


def order(store, member, product, number):
    return Order(
        community_id=store.community.id,
        shop_id=store.shop.id,
        member_id=member.id,
        wishes=[Wish(product_id=product.id, quantity=1)],
        number=number,
    )


def test_a_redemption_takes_the_number_drawn_for_it(session, store):
    desk = exchanges.desk_of(session, store.community)
    asked = order(store, store.member(points=100), store.product(), desk.number)

    made = reservations.reserve(Act(session, NOW), asked)

    assert made.id == desk.number
    assert made.redemption_no.endswith(f"-{desk.number}")


def test_a_number_that_is_taken_is_drawn_again(session, store):
    soap, member = store.product(), store.member(points=100)
    first = store.reserve(member, (soap, 1))

    second = reservations.reserve(Act(session, NOW), order(store, member, soap, first.id))

    assert second.id != first.id
    assert second.redemption_no.endswith(f"-{second.id}")


def test_the_answer_names_the_redemption_whoever_was_faster(
    shop, member, soap, signed_in, monkeypatch
):
    taken = shop(lambda store: store.reserve(member, (soap, 1)).id)
    desk_of = exchanges.desk_of
    monkeypatch.setattr(exchanges, "desk_of", lambda *asked: replace(desk_of(*asked), number=taken))
    reader = signed_in(member.person)
    fields = reader.get(f"{SHELF}?p{soap.id}=1").form("/redemptions")

    kept = [reader.post(f"{SHELF}/redemptions", fields).go_to for _ in range(2)]

    newest = shop(lambda store: store.session.scalar(select(func.max(Redemption.id))))
    assert newest != taken
    assert kept == [f"/c/dongjie/redemptions/{newest}"] * 2


def test_the_counter_knows_whose_secrets_it_will_look_at(session, store):
    member, clerk = store.member(), store.clerk_member
    witness = Witness(volunteer_no=clerk.volunteer_no, pin="000000")

    desk = exchanges.desk_of(session, store.community, member.id, witness)

    assert (desk.shop_id, desk.tried) == (store.shop.id, [member.person_id, clerk.person_id])
    assert exchanges.desk_of(session, store.community).tried == [None, None]


@pytest.mark.parametrize("is_reserved", [False, True])
def test_each_good_leaves_its_own_batches_and_is_numbered_from_one(session, store, is_reserved):
    salt, rice = store.product("食盐", 1, stock=0), store.product("大米", 1, stock=0)
    store.receive(rice, 1, date(2026, 6, 1))
    for each in (salt, rice):
        store.receive(each, 5)
        store.receive(each, 2, date(2026, 7, 1))
    member = store.member(points=100)

    if is_reserved:
        store.collect(store.reserve(member, (rice, 4), (salt, 3)))
    else:
        store.sell(member, (rice, 4), (salt, 3))

    out = select(
        StockMove.product_id, StockMove.line_no, StockMove.delta_on_hand, StockMove.delta_reserved
    ).where(StockMove.reason == MoveReason.HAND_OVER)
    kept = int(is_reserved)
    pieces = [(salt, 1, -2), (salt, 2, -1), (rice, 1, -1), (rice, 2, -2), (rice, 3, -1)]
    assert [tuple(each) for each in session.execute(out.order_by(StockMove.id))] == [
        (product.id, line_no, out_of, kept * out_of) for product, line_no, out_of in pieces
    ]
    left = select(StockBatch.on_hand).order_by(StockBatch.id)
    assert list(session.scalars(left)) == [0, 4, 0, 4, 0]
