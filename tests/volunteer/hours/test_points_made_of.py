"""The points of a member as a sum."""

from points.ledger.models import EntryKind
from volunteer.hours.rules.points_made_of import made_of


def test_what_service_gave_and_what_came_besides_and_what_went_is_the_balance():
    by_kind = {
        EntryKind.EARN: 100,
        EntryKind.BONUS: 60,
        EntryKind.REVERSE: -20,
        EntryKind.REDEEM: -90,
        EntryKind.RETURN: 40,
        EntryKind.EXPIRE: -5,
    }

    points = made_of(90, by_kind)

    assert (points.service, points.besides, points.balance) == (90, 50, sum(by_kind.values()))
    assert points.others == (
        (EntryKind.REDEEM, -90),
        (EntryKind.RETURN, 40),
        (EntryKind.EXPIRE, -5),
    )


def test_who_has_no_line_has_nothing():
    assert made_of(0, {}).balance == 0
