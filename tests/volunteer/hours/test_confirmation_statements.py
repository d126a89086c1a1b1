"""What confirming a shift asks of the database: no more for many people than for one."""

from datetime import timedelta

import pytest

from accounts.models import AuditEvent, Notification
from teams.members.models import Member
from tests.activity_builders import SATURDAY, the_leader
from tests.reading import enter
from tests.service_builders import a_run_shift, present
from volunteer.hours.models import ServiceRecord

DAY = timedelta(days=1)


@pytest.fixture
def leader(session, shift, signed_in):
    by = the_leader(session, shift.activity)
    return enter(session, signed_in, session.get_one(Member, by.member_id))


def asked_for(leader, session, community, names):
    """What is asked to confirm a shift of these, but for the insert a record that SQLite sends."""
    shift = a_run_shift(session, community, starts_at=SATURDAY - len(names) * DAY)
    for name in names:
        present(session, community, shift, f"李{name}")
    session.commit()
    path = f"/c/{community.slug}/shifts/{shift.id}"
    page = leader.get(f"{path}/minutes")
    chosen = {f"rows-{number}-is_chosen": "y" for number in range(len(names))}
    answer = leader.post(f"{path}/confirmations", page.form("confirmations") | chosen)
    assert answer.status == 303
    return [each for each in answer.asked if "INTO service_records" not in each]


def test_four_people_cost_no_more_than_one(leader, session, community, now):
    now(SATURDAY)
    one = asked_for(leader, session, community, "甲")
    four = asked_for(leader, session, community, "乙丙丁戊")

    assert len(four) == len(one)
    records = session.query(ServiceRecord).all()
    noted = session.query(AuditEvent).filter_by(event="record_confirmed")
    told = session.query(Notification).filter(Notification.link.contains("/me/records/"))
    assert len(records) == 5
    assert sorted(each.object_id for each in noted) == sorted(each.id for each in records)
    people = [each.member.person_id for each in records]
    assert sorted(each.person_id for each in told) == sorted(people)
