"""The audit trail in words: who did what, whoever it was about, and nobody else's."""

from datetime import date, timedelta

import pytest

from accounts.act import Subject
from accounts.models import ConsentScope
from accounts.rules import consents
from teams.audit_trail.queries import audit
from teams.audit_trail.queries.audit import TrailFilter
from teams.authority.act import Act
from teams.authority.models import Role
from tests.builders import NOW, a_community, a_member, a_role

DAY = timedelta(days=1)
PAGE = "/c/dongjie/audit-trail"


def noted(session, community, actor, event="member_activated", subject=("member", 1), **given):
    act = Act(session, given.pop("now", NOW)).made_by(actor.person_id)
    kind, row_id = subject
    about = Subject(kind, row_id, community.id if community is not None else None)
    act.note(event, about, **given)
    session.flush()


@pytest.fixture
def town(session):
    """A supervisor, a volunteer, and what happened around them; another community beside."""
    dongjie, nanguan = a_community(session), a_community(session, "nanguan", prefix="NG")
    made = {"dongjie": dongjie}
    made["supervisor"] = a_member(session, dongjie, "李梅")
    a_role(session, made["supervisor"], Role.SUPERVISOR)
    made["member"], made["stranger"] = a_member(session, dongjie), a_member(session, nanguan)
    person_id = made["member"].person_id
    consents.give(Act(session, NOW), person_id, ConsentScope.PHOTO, person_id)
    consents.give(Act(session, NOW), made["stranger"].person_id, ConsentScope.RANKING, person_id)
    noted(session, dongjie, made["supervisor"], subject=("member", made["member"].id))
    noted(session, dongjie, made["member"], "objection_raised", ("notice", 7), line=3)
    noted(session, nanguan, made["stranger"], "team_left", ("team_member", 9))
    assert made["supervisor"].person
    session.commit()
    return made


def events(session, town, **wanted):
    rows, following = audit.trail_page(session, town["dongjie"], TrailFilter(**wanted))
    return [event.event for event, _name in rows], following


def test_what_members_did_of_themselves_is_told_and_no_strangers(session, town):
    assert events(session, town)[0] == ["objection_raised", "member_activated", "consent_given"]


def test_a_persons_trail_holds_what_he_did_and_what_was_done_to_him(session, town):
    assert events(session, town, who=town["supervisor"])[0] == ["member_activated"]
    assert events(session, town, who=town["member"])[0] == ["member_activated", "consent_given"]


def test_an_event_is_found_by_its_local_day(session, town):
    eve = NOW.replace(hour=15, minute=59)
    noted(session, town["dongjie"], town["supervisor"], "team_left", ("team_member", 2), now=eve)
    after = eve + timedelta(minutes=1)
    noted(session, town["dongjie"], town["supervisor"], "team_left", ("team_member", 3), now=after)
    today = date(2026, 5, 15)

    assert events(session, town, event="team_left", until=today)[0] == ["team_left"]
    assert events(session, town, since=today + DAY)[0] == ["team_left"]
    assert events(session, town, since=today + 2 * DAY)[0] == []


def test_pages_follow_by_key_across_both_kinds_of_events(session, town):
    for at in range(60):
        subject = ("person", town["member"].person_id) if at % 2 else ("member", 1)
        place = None if at % 2 else town["dongjie"]
        noted(session, place, town["member"], "authn_login_success", subject)

    first, following = events(session, town)
    rest, end = events(session, town, before=following)

    assert (len(first), len(rest), end) == (50, 13, None)


def test_the_page_speaks_in_words(town, signed_in):
    words = signed_in(town["supervisor"].person).get(PAGE).words

    assert "激活志愿者" in words
    assert f"志愿者 {town['member'].volunteer_no}" in words
    assert "同意的事：活动照片里可以有我" in words
    assert "consent_given" not in words


def test_who_objected_is_not_in_the_trail(town, signed_in):
    reader = signed_in(town["supervisor"].person)

    page = reader.get(f"{PAGE}?event=objection_raised")
    assert "不公开" in page.words
    assert "张*" not in page.words
    page = reader.get(f"{PAGE}?event=objection_raised&who={town['member'].volunteer_no}")
    assert "没有这样的记录" in page.words


@pytest.mark.parametrize(
    ("asked", "words"),
    [("who=DJ9999", "没有找到“DJ9999”"), ("who=x9", "没有找到“x9”"), ("since=五月", "日期")],
)
def test_what_cannot_be_read_is_said_at_its_field(town, signed_in, asked, words):
    page = signed_in(town["supervisor"].person).get(f"{PAGE}?{asked}")

    assert (page.status, words in page.words) == (200, True)
    assert 'aria-invalid="true"' in page.html


@pytest.mark.parametrize("name", ["free_cancel", "free_cancel_hours"])
def test_a_setting_is_told_in_words_by_its_name_and_by_the_one_before(
    session, town, signed_in, name
):
    kept = {"name": name, "value": 36, "starts_on": "2026-06-01"}
    noted(session, town["dongjie"], town["supervisor"], "setting_changed", ("setting", 1), **kept)
    session.commit()

    words = signed_in(town["supervisor"].person).get(PAGE).words

    assert "开始前多久取消不记：36 小时" in words
