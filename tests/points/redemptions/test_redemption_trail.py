"""The life of a redemption in the trail, its prints, and the month its limits are of."""

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import NotAllowed, NotFound
from points.goods.models import LimitWindow
from points.redemptions.models import RedemptionState
from points.redemptions.rules import redemption_lines, reservations
from teams.authority.act import Act
from tests.builders import NOW, authority_of
from tests.trail import lines


def test_the_life_of_a_redemption_is_in_the_trail(session, store):
    soap, member = store.product(), store.member(points=400)
    kept, gone, late = (store.reserve(member, (soap, 1)) for _ in range(3))
    store.collect(kept)
    place = store.community.id
    reservations.cancel(Act(session, NOW, by=authority_of(session, member)), place, gone.id)
    reservations.lapse(Act(session, NOW + timedelta(days=30)), place, late.id)
    buyer = store.member(points=40)
    sold = store.sell(buyer, (soap, 1))
    copies = [
        redemption_lines.note_print(Act(session, NOW, by=store.clerk), place, kept.id)
        for _ in range(2)
    ]

    mine, clerk = member.person_id, store.clerk.person_id
    words = ("reserved", "collected", "cancelled", "lapsed", "sold")
    noted = lines(session, *(f"redemption_{word}" for word in words), "slip_printed")
    assert noted == [
        *(("redemption_reserved", each.id, mine) for each in (kept, gone, late)),
        ("redemption_collected", kept.id, clerk),
        ("redemption_cancelled", gone.id, mine),
        ("redemption_lapsed", late.id, None),
        ("redemption_sold", sold.id, clerk),
        *(("slip_printed", kept.id, clerk),) * 2,
    ]
    assert copies == [1, 2]


def test_a_volunteer_prints_no_redemption(session, store):
    member = store.member(points=40)
    redemption = store.sell(member, (store.product(), 1))
    by = authority_of(session, member)

    with pytest.raises(NotAllowed):
        redemption_lines.note_print(Act(session, NOW, by=by), store.community.id, redemption.id)


def test_a_redemption_that_did_not_go_out_is_not_printed(session, store):
    redemption = store.reserve(store.member(points=40), (store.product(), 1))

    with pytest.raises(NotFound):
        redemption_lines.note_print(
            Act(session, NOW, by=store.clerk), store.community.id, redemption.id
        )


def test_a_month_of_limits_begins_at_midnight_of_the_station(session, store):
    soap = store.product(limit_quantity=1, limit_window=LimitWindow.MONTH)
    member = store.member(points=400)
    first = datetime.fromisoformat("2026-06-01T00:30+08:00").astimezone(UTC)
    redemption = store.reserve(member, (soap, 1), now=first)
    reservations.cancel(
        Act(session, first, by=authority_of(session, member)), store.community.id, redemption.id
    )

    assert store.reserve(member, (soap, 1), now=first).state is RedemptionState.RESERVED
