"""The privacy notice: read by anybody, kept with its version, asked again once when it changes."""

from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select

from accounts.models import AuditEvent, Consent, ConsentScope, Guardian
from accounts.rules import consents, hashing, notice_answers
from accounts.rules.notice_versions import VERSIONS, in_force
from core import clock
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import MemberState
from tests.builders import NEWCOMER, NOW, PASSWORD, a_community, a_member, a_role, add

OLD, NEW = VERSIONS[0], VERSIONS[-1]
LATER = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
"""Under the new version; NOW is under the old."""
RECORD, GUARDIAN = ConsentScope.SERVICE_RECORD, ConsentScope.GUARDIAN


@pytest.fixture
def dongjie(session):
    return a_community(session, address="东街 12 号", desk_phone="0936-4400018")


@pytest.fixture
def member(session, dongjie):
    """Registered under the old version, with a password."""
    found = a_member(session, dongjie, "刘芳", phone="13811112222")
    found.person.password_hash = hashing.hashed(PASSWORD)
    consents.give(Act(session, NOW), found.person_id, RECORD, found.person_id)
    session.commit()
    return found


def enter(client, going_to="/c/dongjie/me"):
    entry = {"login": "13811112222", "secret": PASSWORD, "by": "password", "next": going_to}
    return client.post("/sign-in", entry)


def words_of(session, person_id, scope=RECORD):
    """Every word given, as version and whether it still stands."""
    session.expire_all()
    given = select(Consent).where(Consent.person_id == person_id, Consent.scope == scope)
    rows = session.scalars(given.order_by(Consent.id))
    said = [(each.text_version, each.withdrawn_at is None) for each in rows]
    session.commit()
    return said


@pytest.mark.parametrize(
    ("day", "version"), [("2025-01-01", OLD), ("2026-11-19", OLD), ("2026-11-20", NEW)]
)
def test_version_is_in_force_from_its_day(day, version):
    noon = clock.at_local(datetime.fromisoformat(day).date(), time(12))

    assert in_force(noon) is version


def test_versions_are_named_once_and_in_order():
    assert len({each.name for each in VERSIONS}) == len(VERSIONS)
    assert [each.since for each in VERSIONS] == sorted(each.since for each in VERSIONS)


def test_notice_says_who_what_for_how_long_and_whose_rights(dongjie, session, client, now):
    session.commit()
    now(LATER)

    words = client.get("/c/dongjie/privacy").words

    for said in ("东街社区", "东街 12 号", "0936-4400018", "存多久", "撤回同意", "要求删除"):
        assert said in words
    assert "2026-11 版，2026年11月20日起" in words
    assert "2026-01 版" in words


def test_parents_read_a_short_one(dongjie, session, client):
    session.commit()

    words = client.get("/c/dongjie/privacy/parents").words

    assert "不满 14 岁的孩子不单独登记" in words
    assert len(words) < 700


@pytest.mark.parametrize("page", ["activities", "notices", "register", "privacy"])
def test_every_public_page_leads_to_the_notice(dongjie, session, client, page):
    session.commit()

    assert "/c/dongjie/privacy" in client.get(f"/c/dongjie/{page}").page.links


def test_no_community_has_no_notice(client):
    assert client.get("/c/nowhere/privacy").status == 404


def test_consent_keeps_the_version_in_force_at_its_moment(dongjie, session):
    old, new = a_member(session, dongjie), a_member(session, dongjie)
    for each, moment in ((old, NOW), (new, LATER)):
        consents.give(Act(session, moment), each.person_id, RECORD, each.person_id)

    assert words_of(session, old.person_id) == [(OLD.name, True)]
    assert words_of(session, new.person_id) == [(NEW.name, True)]


def test_old_version_asks_nobody(member, client):
    assert enter(client).go_to == "/c/dongjie/me"


def test_new_version_is_shown_at_the_next_sign_in_and_leads_on(member, session, client, now):
    now(LATER)
    entered = enter(client)

    page = client.follow(entered)
    assert entered.go_to == "/privacy-changes?next=/c/dongjie/me"
    for change in NEW.changes:
        assert change in page.words
    answer = client.post("/privacy-changes", page.form("/privacy-changes") | {"agrees": "1"})

    assert answer.go_to == "/c/dongjie/me"
    assert words_of(session, member.person_id) == [(OLD.name, False), (NEW.name, True)]
    assert consents.word_of(session, member.person_id, RECORD).given_at == LATER


def test_who_puts_it_off_keeps_the_old_word_and_is_not_asked_again(member, session, client, now):
    now(LATER)
    page = client.follow(enter(client))
    client.post("/privacy-changes", page.form("/privacy-changes") | {"agrees": "0"})
    client.post("/sign-out")

    assert words_of(session, member.person_id) == [(OLD.name, True)]
    assert enter(client).go_to == "/c/dongjie/me"


def test_who_answers_nothing_is_asked_at_the_next_sign_in(member, client, now):
    now(LATER)
    enter(client)
    client.post("/sign-out")

    assert enter(client).go_to.startswith("/privacy-changes")


def test_first_secret_is_changed_before_anything_is_asked(member, session, client, now):
    member.person.must_change_secret = True
    session.commit()
    now(LATER)

    assert enter(client).go_to == "/c/dongjie/me"


def test_answering_twice_is_once(member, session):
    for _ in range(2):
        notice_answers.answer(Act(session, LATER), member.person_id, agrees=True)

    assert words_of(session, member.person_id) == [(OLD.name, False), (NEW.name, True)]


def test_who_never_agreed_to_anything_gives_a_first_word(dongjie, session):
    imported = a_member(session, dongjie)

    notice_answers.answer(Act(session, LATER), imported.person_id, agrees=True)

    assert words_of(session, imported.person_id) == [(NEW.name, True)]


def test_guardian_answers_for_the_children(member, session, dongjie):
    child, other = a_member(session, dongjie, "小明"), a_member(session, dongjie, "小红")
    for each, guardian_id in ((child, member.person_id), (other, None)):
        guardian = {"person_id": each.person_id, "guardian_person_id": guardian_id}
        add(session, Guardian(**guardian, name="刘芳"))
        consents.give(Act(session, NOW), each.person_id, GUARDIAN, guardian_id or each.person_id)

    notice_answers.answer(Act(session, LATER), member.person_id, agrees=True)

    assert words_of(session, child.person_id, GUARDIAN) == [(OLD.name, False), (NEW.name, True)]
    assert words_of(session, other.person_id, GUARDIAN) == [(OLD.name, True)]


@pytest.mark.parametrize(("agrees", "event"), [(True, "notice_agreed"), (False, "notice_put_off")])
def test_answer_leaves_a_line_with_its_version(member, session, agrees, event):
    notice_answers.answer(Act(session, LATER), member.person_id, agrees=agrees)

    line = session.scalars(select(AuditEvent).where(AuditEvent.event == event)).one()
    assert (line.actor_id, line.details) == (member.person_id, {"version": NEW.name})


@pytest.mark.parametrize("hostile", ["//e.test", "https://e.test", "/\\e.test"])
def test_answer_leads_to_our_own_pages_alone(member, client, now, hostile):
    now(LATER)
    enter(client)

    assert client.post("/privacy-changes", {"agrees": "1", "next": hostile}).go_to == "/"


@pytest.mark.parametrize("hostile", ["yes", "", "2", "1 OR 1=1"])
def test_only_the_button_agrees(member, session, client, now, hostile):
    now(LATER)
    enter(client)
    client.post("/privacy-changes", {"agrees": hostile})

    assert words_of(session, member.person_id) == [(OLD.name, True)]


def test_visitors_answer_nothing(client):
    assert client.get("/privacy-changes").status == 303
    assert client.post("/privacy-changes", {"agrees": "1"}).status == 401


def test_own_data_says_which_version_was_agreed_to(member, client, now):
    now(LATER)
    enter(client)

    page = client.get("/c/dongjie/me/data")

    assert "个人信息说明 2026-01 版" in page.words
    assert "/privacy-changes?next=/c/dongjie/me/data" in page.page.links


def test_administrator_sees_the_version_and_how_many_agreed(dongjie, member, session, client, now):
    a_role(session, member, Role.COMMUNITY_ADMIN)
    agreed, put_off, gone = (a_member(session, dongjie, "王五") for _ in range(3))
    elsewhere = a_member(session, a_community(session, "nanguan"))
    gone.state = MemberState.WITHDRAWN
    for each, agrees in ((agreed, True), (put_off, False), (gone, True), (elsewhere, True)):
        consents.give(Act(session, NOW), each.person_id, RECORD, each.person_id)
        notice_answers.answer(Act(session, LATER), each.person_id, agrees=agrees)
    session.commit()
    now(LATER)
    enter(client)

    words = client.get("/c/dongjie/privacy/answers").words

    assert "2026-11 版，2026年11月20日起" in words
    assert "看过并同意 1 人 问过，先不答 1 人 还没问到 1 人" in words
    assert "/c/dongjie/privacy/answers" in client.get("/c/dongjie/settings").page.links


@pytest.mark.parametrize("role", [None, Role.COORDINATOR, Role.SUPERVISOR])
def test_others_are_not_told_how_many_agreed(member, session, signed_in, role):
    if role is not None:
        a_role(session, member, role)
    session.commit()

    assert signed_in(member.person).get("/c/dongjie/privacy/answers").status == 403


def test_who_registers_agrees_to_the_version_in_view(dongjie, session, client, now):
    session.commit()
    now(LATER)
    client.post("/c/dongjie/register", NEWCOMER)

    assert session.scalars(select(Consent.text_version)).all() == [NEW.name]
    session.commit()
    assert enter(client, "/c/dongjie/").go_to == "/c/dongjie/"
