"""However many rules an act walks through, its community and its settings are read once."""

from datetime import timedelta

import pytest

from tests.activity_builders import a_queue, a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_community, a_member
from volunteer.sign_ups.models import SignUpState


@pytest.fixture
def town(session):
    return a_community(session, slug="dongjie")


@pytest.fixture
def shift(session, town):
    return a_shift(session, an_activity(session, town), 1, starts_at=NOW + timedelta(hours=10))


def test_a_sign_up_reads_community_and_settings_once(session, signed_in, town, shift):
    somebody = a_member(session, town).person
    session.commit()
    reader = signed_in(somebody)
    path = f"/c/dongjie/shifts/{shift.id}/sign-ups"
    fields = reader.get(f"/c/dongjie/activities/{shift.activity_id}").form(path)

    done = reader.post(path, fields)

    assert done.status == 303
    assert (done.times_read("communities"), done.times_read("community_settings")) == (1, 1)


@pytest.mark.parametrize(("others", "became"), [("", "marked"), ("乙", "handed on")])
def test_going_back_late_reads_community_and_settings_once(
    session, signed_in, town, shift, others, became
):
    member = a_member(session, town)
    somebody, mine = member.person, a_sign_up(session, town, shift, member)
    a_queue(session, town, shift, others)
    session.commit()
    reader = signed_in(somebody)
    path = f"/c/dongjie/my/sign-ups/{mine.id}/cancellation"
    fields = reader.get(path).form(path)

    done = reader.post(path, fields)

    session.refresh(mine)
    assert (done.status, mine.state) == (303, SignUpState.LATE_CANCELLED)
    assert (done.times_read("communities"), done.times_read("community_settings")) == (1, 1)
