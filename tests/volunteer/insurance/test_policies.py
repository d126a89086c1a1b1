"""Policies of insurance: recorded, ended, their lists; volunteer/insurance/rules/policies.py."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.models import Notification
from core.errors import AlreadyDone, NotAllowed, NotFound
from core.kept_files import FileSort
from teams.authority.act import Act
from teams.authority.models import Role
from teams.files.models import StoredFile
from teams.files.rules.incoming import Incoming
from tests.activity_builders import a_shift, an_activity
from tests.builders import NOW, a_community, a_member, staff
from tests.insurance_builders import a_policy, facts, rely
from volunteer.activities.models import RiskLevel
from volunteer.insurance.models import Cover, InsuredMember
from volunteer.insurance.rules import policies, relying

TODAY = date(2026, 5, 15)


@pytest.fixture
def desk(session, community):
    return staff(session, community, Role.COORDINATOR)


@pytest.fixture
def act(session, community, desk):
    return Act(session, NOW, by=desk, community=community)


def test_a_policy_covers_from_the_first_to_the_last_moment_of_its_days(act):
    made = policies.record(act, facts(starts_on=TODAY, ends_on=TODAY))

    assert (made.begins_at.isoformat(), made.over_at.isoformat()) == (
        "2026-05-14T16:00:00+00:00",
        "2026-05-15T16:00:00+00:00",
    )
    assert made.covers(made.begins_at, made.over_at)
    assert not made.covers(made.begins_at - timedelta(seconds=1), made.over_at)
    assert not made.covers(made.begins_at, made.over_at + timedelta(seconds=1))


def test_who_keeps_no_policies_records_none(session, community):
    other = Act(session, NOW, by=staff(session, community, Role.SUPERVISOR), community=community)

    with pytest.raises(NotAllowed):
        policies.record(other, facts(ends_on=TODAY - timedelta(days=1)))


@pytest.mark.parametrize(
    "days", [{"ends_on": TODAY - timedelta(days=1)}, {"starts_on": date(2027, 1, 1)}]
)
def test_what_is_over_or_ends_before_it_begins_is_refused(act, days):
    with pytest.raises(policies.PolicyOver):
        policies.record(act, facts(min_age=9, max_age=8, **days))


@pytest.mark.parametrize(("most", "refused"), [(17, True), (18, False)])
def test_the_least_age_is_not_above_the_greatest(act, most, refused):
    policies.record(act, facts())
    given = facts(policy_no="PA-2", min_age=18, max_age=most)
    if refused:
        with pytest.raises(policies.AgesUpsideDown):
            policies.record(act, given)
    else:
        assert policies.record(act, given).max_age == most


def test_a_number_runs_once_and_again_after_it_was_ended(act):
    first = policies.record(act, facts())
    with pytest.raises(policies.PolicyKnown):
        policies.record(act, facts())
    policies.end(act, first, "登记错了")

    assert policies.record(act, facts()).id != first.id


def test_ending_needs_a_reason_and_is_done_once(act):
    made = policies.record(act, facts())
    with pytest.raises(policies.EndReasonMissing):
        policies.end(act, made, "  ")
    policies.end(act, made, "退保")

    assert (made.over_at, made.is_ended) == (NOW, True)
    with pytest.raises(AlreadyDone):
        policies.end(act, made, "退保")


def test_who_keeps_no_policies_ends_none(session, community):
    other = Act(session, NOW, by=staff(session, community, Role.SUPERVISOR), community=community)

    with pytest.raises(NotAllowed):
        policies.end(other, a_policy(session, community), "")


def words_for(session, person_id):
    session.flush()
    found = session.scalars(select(Notification).where(Notification.person_id == person_id))
    return [each.sentence % each.values for each in found]


def test_who_leads_what_relied_on_it_is_told_once(session, community, act):
    made = a_policy(session, community)
    snow = an_activity(session, community, risk=RiskLevel.HIGH, policy_no="PA", title="扫雪")
    a_shift(session, snow)
    a_shift(session, snow)
    rely(session, snow, made)

    policies.end(act, made, "退保")

    told = words_for(session, snow.leader.person_id)
    assert [each.partition("了")[0] for each in told] == ["《扫雪》5月16日那一场没有保险"]
    assert relying.remind(session, NOW + timedelta(days=1)) == 0


def test_leaders_are_reminded_once_thirty_days_before(session, community):
    made = a_policy(session, community, ends_on=date(2026, 6, 1))
    snow = an_activity(session, community, risk=RiskLevel.HIGH, policy_no="PA", title="扫雪")
    a_shift(session, snow, starts_at=made.over_at + timedelta(hours=1))
    rely(session, snow, made)

    assert relying.remind(session, made.remind_at - timedelta(seconds=1)) == 0
    assert relying.remind(session, made.remind_at) == 1
    assert relying.remind(session, made.remind_at) == 0
    assert len(words_for(session, snow.leader.person_id)) == 1


def test_members_are_put_on_a_list_once_and_taken_off(session, community, act):
    made = policies.record(act, facts(cover=Cover.LISTED))
    wang = a_member(session, community, "王兰")

    assert policies.add_people(act, made, [wang, wang]) == 1
    assert policies.add_people(act, made, [wang]) == 0
    policies.remove_person(act, made, wang.id)
    with pytest.raises(NotFound):
        policies.remove_person(act, made, wang.id)


def test_who_is_refused_a_list(session, community, act):
    everybody, listed = (
        policies.record(act, facts()),
        policies.record(act, facts(policy_no="PA-2", cover=Cover.LISTED)),
    )
    wang = a_member(session, community, "王兰")
    other = Act(session, NOW, by=staff(session, community, Role.SUPERVISOR), community=community)

    with pytest.raises(NotAllowed):
        policies.add_people(other, everybody, [])
    with pytest.raises(policies.NoList):
        policies.add_people(act, everybody, [wang])
    with pytest.raises(policies.NobodyToAdd):
        policies.add_people(act, listed, [])
    policies.end(act, listed, "退保")
    with pytest.raises(AlreadyDone):
        policies.add_people(act, listed, [])


def test_a_policy_of_another_community_is_not_there(session, community, act):
    other = a_policy(session, a_community(session, "nanguan"))

    with pytest.raises(NotFound):
        policies.policy_in(session, community.id, other.id)


def test_its_paper_is_kept_two_years_after_its_last_day(session, community, act):
    made = policies.record(act, facts())
    policies.keep_paper(act, made, Incoming(FileSort.PDF, b"paper"))

    kept = session.scalars(select(StoredFile)).one()
    assert kept.keep_until == made.over_at + timedelta(days=730)


def test_who_is_erased_is_on_no_list(session, community, act):
    made = policies.record(act, facts(cover=Cover.LISTED))
    wang = a_member(session, community, "王兰")
    policies.add_people(act, made, [wang])

    policies.forget_member(session, community.id, wang.id)

    assert session.scalars(select(InsuredMember.member_id)).all() == []
