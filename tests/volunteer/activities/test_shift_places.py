"""The counters themselves: what happens when a shift closes between asking and taking."""

import pytest
from sqlalchemy import update

from tests.activity_builders import a_sign_up, counters
from tests.builders import NOW, a_member
from volunteer.activities.models import ShiftPlaces
from volunteer.activities.rules import shift_places
from volunteer.activities.rules.refusals import ActivityCalledOff
from volunteer.sign_ups.models import SignUp, SignUpState


def close(session, shift):
    session.execute(
        update(ShiftPlaces).where(ShiftPlaces.shift_id == shift.id).values(is_open=False)
    )


def a_sign_up_row(session, community, shift):
    """A sign-up just inserted, not yet on the counters."""
    member = a_member(session, community)
    made = SignUp(
        community_id=community.id,
        shift_id=shift.id,
        member_id=member.id,
        state=SignUpState.APPROVED,
        signed_up_at=NOW,
        signed_up_by_id=member.person_id,
    )
    session.add(made)
    session.flush()
    return made


@pytest.mark.plants_breach
def test_shift_that_closed_meanwhile_gives_no_place(session, community, shift):
    close(session, shift)

    with pytest.raises(ActivityCalledOff):
        shift_places.take(session, a_sign_up_row(session, community, shift))
    assert counters(session, shift) == (2, 0, 0)


@pytest.mark.plants_breach
def test_nobody_walks_in_on_a_closed_shift_without_people(session, community, shift):
    close(session, shift)

    with pytest.raises(ActivityCalledOff):
        shift_places.squeeze_in(session, a_sign_up_row(session, community, shift))


def test_who_helps_on_a_closed_shift_with_people_is_squeezed_in(session, community, shift):
    a_sign_up(session, community, shift, a_member(session, community))
    close(session, shift)

    shift_places.squeeze_in(session, a_sign_up_row(session, community, shift))

    assert counters(session, shift) == (2, 2, 0)
