"""到货提醒: told once, when there is something to take."""

import pytest
from sqlalchemy import select

from accounts.models import Notification
from points.goods.models import RestockWatch
from points.goods.rules import goods, restock_watches
from points.goods.rules.restock_watches import StillThere
from points.ledger.rules.refusals import NotAnActiveMember, NotForSale
from points.redemptions.rules import reservations
from teams.authority.act import Act
from teams.members.models import MemberState
from tests.builders import NOW
from tests.trail import lines


@pytest.fixture
def soap(store):
    return store.product(stock=0)


def wait(store, product, member):
    restock_watches.watch(Act(store.session, NOW), product, store.shop.id, member.id)


def told(session):
    return session.scalars(select(Notification.person_id).order_by(Notification.id)).all()


def test_who_waits_is_told_once_when_stock_comes_in(session, store, soap):
    waiting, other = store.member(), store.member()
    wait(store, soap, waiting)

    store.receive(soap, 5)
    store.receive(soap, 5)

    assert told(session) == [waiting.person_id]
    assert other.person_id not in told(session)
    note = session.scalars(select(Notification)).one()
    assert note.link == f"/c/dongjie/supermarket/products/{soap.id}"


def test_pressing_twice_waits_once(session, store, soap):
    waiting = store.member()
    wait(store, soap, waiting)
    wait(store, soap, waiting)

    store.receive(soap, 5)

    assert told(session) == [waiting.person_id]


def test_told_once_one_may_wait_again(session, store, soap):
    waiting = store.member(points=400)
    wait(store, soap, waiting)
    store.receive(soap, 1)
    store.sell(waiting, (soap, 1))
    wait(store, soap, waiting)

    store.receive(soap, 1)

    assert told(session) == [waiting.person_id] * 2


def test_what_is_there_is_not_waited_for(store):
    with pytest.raises(StillThere):
        wait(store, store.product(stock=1), store.member())


def test_what_is_off_the_shelf_is_not_waited_for(store, soap):
    goods.set_on_shelf(Act(store.session, NOW, by=store.keeper), soap, is_on_shelf=False)

    with pytest.raises(NotForSale):
        wait(store, soap, store.member())


def test_who_is_not_active_does_not_wait(store, soap):
    member = store.member()
    member.state = MemberState.SUSPENDED

    with pytest.raises(NotAnActiveMember):
        wait(store, soap, member)


def test_pieces_that_come_back_are_told_of_by_the_sweep(session, store):
    soap = store.product(stock=1)
    redemption = store.reserve(store.member(points=100), (soap, 1))
    waiting = store.member()
    wait(store, soap, waiting)
    assert restock_watches.tell_all(session, NOW) == 0

    reservations.cancel(Act(session, NOW, by=store.clerk), redemption.community_id, redemption.id)

    assert [restock_watches.tell_all(session, NOW), restock_watches.tell_all(session, NOW)] == [
        1,
        0,
    ]
    assert told(session) == [waiting.person_id]


def test_expired_pieces_are_nothing_new(session, store):
    salt = store.product("食盐", stock=0, needs_best_before=True)
    wait(store, salt, store.member())

    store.receive(salt, 3, NOW.date().replace(year=2025))

    assert told(session) == []
    assert restock_watches.tell_all(session, NOW) == 0
    assert session.scalars(select(RestockWatch.product_id)).all() == [salt.id]


def test_waiting_for_goods_is_in_the_trail(session, store, soap):
    waiting = store.member()
    wait(store, soap, waiting)

    assert lines(session, "arrival_watched") == [("arrival_watched", soap.id, waiting.person_id)]
