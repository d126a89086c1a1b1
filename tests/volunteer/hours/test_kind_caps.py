"""The cap of a kind has its days: what ended before keeps the one it had (T10)."""

from datetime import timedelta

import pytest

from core import clock
from teams.authority.act import Act
from teams.authority.models import Role
from tests.builders import a_member, staff
from tests.service_builders import a_run_shift, confirmed, present
from volunteer.hours.rules import manual_hours
from volunteer.hours.rules.manual_hours import Hours
from volunteer.hours.rules.records import MoreThanPlanned


def capped_from(session, shift, days_after, minutes):
    """Cap the kind of a shift at `minutes` from so many days after the shift on."""
    kind, ends_on = shift.activity.type, clock.local_day(shift.ends_at, "Asia/Shanghai")
    starts_on = (ends_on + timedelta(days=days_after)).isoformat()
    kind.later_caps = [{"starts_on": starts_on, "minutes": minutes, "reason": "", "set_by_id": 1}]
    session.flush()


def test_a_cap_from_the_next_day_on_leaves_the_shift_what_it_had(session, community):
    shift = a_run_shift(session, community, 180)
    capped_from(session, shift, 1, 60)

    record = confirmed(session, community, present(session, community, shift, "王兰"), 180)

    assert record.service_minutes == 180


def test_a_cap_from_the_day_itself_counts(session, community):
    shift = a_run_shift(session, community, 180)
    capped_from(session, shift, 0, 60)
    sign_up = present(session, community, shift, "王兰")

    with pytest.raises(MoreThanPlanned, match="60"):
        confirmed(session, community, sign_up, 180)
    assert confirmed(session, community, sign_up, 60).service_minutes == 60


@pytest.mark.parametrize(("days_after", "is_capped"), [(0, True), (1, False)])
def test_hours_proposed_later_keep_to_the_cap_of_their_day(
    session, community, days_after, is_capped
):
    shift = a_run_shift(session, community, 180)
    capped_from(session, shift, days_after, 60)
    desk = staff(session, community, Role.COORDINATOR, "李梅")
    wished = Hours(
        member_id=a_member(session, community, "王兰").id,
        team_id=shift.activity.team_id,
        type_id=shift.activity.type_id,
        title="清理小广告",
        starts_at=shift.starts_at,
        service_minutes=120,
        words=("漏记了，有签到表", "签到表第 3 行"),
    )
    act = Act(session, shift.ends_at + timedelta(days=2), by=desk, community=community)

    if is_capped:
        with pytest.raises(MoreThanPlanned, match="60"):
            manual_hours.propose(act, wished)
    else:
        assert manual_hours.propose(act, wished).service_minutes == 120
