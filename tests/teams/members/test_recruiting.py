"""A code at a stall registers for its team, for some hours, until it is stopped or full."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import AuditEvent, Person
from accounts.rules import people
from core.errors import NotAllowed, NotFound
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import (
    Community,
    CommunitySetting,
    Member,
    Recruit,
    RecruitCode,
    TeamColour,
    TeamMember,
)
from teams.members.rules import members, recruiting, registering
from teams.members.rules.registering import FirstPassword, Registration
from tests.builders import (
    NEWCOMER,
    NOW,
    PASSWORD,
    a_community,
    a_member,
    a_role,
    add,
    authority_of,
    staff,
    the_team,
)

CODES = "/c/dongjie/recruit-codes"
REGISTER = "/c/dongjie/register"
HOUR = timedelta(hours=1)


@pytest.fixture
def dongjie(session):
    return a_community(session)


@pytest.fixture
def green(session, dongjie):
    return the_team(session, dongjie)


@pytest.fixture
def leader(session, dongjie, green):
    found = a_member(session, dongjie, "赵建军")
    a_role(session, found, Role.LEADER, green)
    session.commit()
    return found


@pytest.fixture
def code(session, dongjie, green, leader):
    """Open for four hours from NOW."""
    leader.community.last_number = 100
    opened = recruiting.open_code(by(session, leader), green, 4)
    session.commit()
    return opened


def by(session, member, now=NOW):
    here = session.get_one(Community, member.community_id)
    return Act(session, now, by=authority_of(session, member), community=here)


def at(session, code, now=NOW):
    return Act(session, now, community=session.get_one(Community, code.community_id))


def set_to(session, community, name, value):
    add(
        session,
        CommunitySetting(
            community_id=community.id,
            name=name,
            value=value,
            starts_on=NOW.date() - timedelta(days=1),
            set_at=NOW,
        ),
    )


def registers(session, code, number, now=NOW):
    wanted = Registration(
        people.NewPerson("李四", people.date(1980, 1, 2), phone=f"138{number:08d}"),
        recruit_token=recruiting.token_of(code),
    )
    return registering.register_self(at(session, code, now), wanted, FirstPassword(PASSWORD))


@pytest.mark.parametrize("role", [Role.LEADER, Role.DEPUTY])
def test_who_leads_a_team_opens_a_code_for_it_alone(session, dongjie, green, role):
    found = a_member(session, dongjie)
    a_role(session, found, role, green)

    opened = recruiting.open_code(by(session, found), green, 2)

    assert (opened.team_id, opened.valid_until) == (green.id, NOW + 2 * HOUR)
    with pytest.raises(NotAllowed):
        recruiting.open_code(by(session, found), the_team(session, dongjie, TeamColour.RED), 2)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.COMMUNITY_ADMIN])
def test_desk_opens_a_code_for_every_team(session, dongjie, role):
    found = a_member(session, dongjie)
    a_role(session, found, role)

    for colour in (TeamColour.RED, TeamColour.GREEN):
        recruiting.open_code(by(session, found), the_team(session, dongjie, colour), 2)


@pytest.mark.parametrize("role", [None, Role.SUPERVISOR, Role.SHOP_CLERK, Role.STOCK_KEEPER])
def test_others_open_none(session, dongjie, green, signed_in, role):
    found = a_member(session, dongjie)
    if role is not None:
        a_role(session, found, role)
    session.commit()

    with pytest.raises(NotAllowed):
        recruiting.open_code(by(session, found), green, 2)
    session.commit()
    assert signed_in(found.person).get(CODES).status == 403


@pytest.mark.parametrize(("hours", "is_taken"), [(0, False), (1, True), (12, True), (13, False)])
def test_code_is_open_no_longer_than_the_community_permits(session, green, leader, hours, is_taken):
    if is_taken:
        assert recruiting.open_code(by(session, leader), green, hours)
        return
    with pytest.raises(recruiting.HoursOutOfRange, match="1 到 12 小时"):
        recruiting.open_code(by(session, leader), green, hours)


def test_team_that_is_no_more_recruits_nobody(session, green, leader):
    green.is_active = False

    with pytest.raises(NotFound):
        recruiting.open_code(by(session, leader), green, 2)


@pytest.mark.parametrize(
    ("after", "is_late", "is_good"),
    [
        (4 * HOUR - timedelta(seconds=1), False, True),
        (4 * HOUR, False, False),
        (4 * HOUR + recruiting.GRACE - timedelta(seconds=1), True, True),
        (4 * HOUR + recruiting.GRACE, True, False),
    ],
)
def test_code_holds_until_its_moment_and_lets_late_forms_in(session, code, after, is_late, is_good):
    act, token = at(session, code, NOW + after), recruiting.token_of(code)
    if is_good:
        assert recruiting.usable(act, token, is_late=is_late) is code
        return
    with pytest.raises(recruiting.RecruitCodeExpired, match="5月15日 14:00"):
        recruiting.usable(act, token, is_late=is_late)


def test_stopped_code_registers_nobody_and_is_stopped_once(session, code, leader):
    recruiting.revoke(by(session, leader), code)

    with pytest.raises(recruiting.RecruitCodeRevoked):
        registers(session, code, 1)
    with pytest.raises(recruiting.AlreadyRevoked):
        recruiting.revoke(by(session, leader), code)


def test_leader_of_another_team_stops_nothing(session, dongjie, code):
    other = a_member(session, dongjie)
    a_role(session, other, Role.LEADER, the_team(session, dongjie, TeamColour.RED))

    with pytest.raises(NotAllowed):
        recruiting.revoke(by(session, other), code)


def test_code_registers_for_its_team_and_counts(session, code, green):
    member = registers(session, code, 1)

    wished = session.scalars(
        select(TeamMember.team_id).where(TeamMember.member_id == member.id)
    ).all()
    assert wished == [green.id]
    assert member.is_pending
    assert recruiting.recruited(session, code) == 1


def test_full_code_registers_nobody_more(session, dongjie, code):
    set_to(session, dongjie, "recruit_code_people", 2)
    registers(session, code, 1)
    registers(session, code, 2)

    with pytest.raises(recruiting.RecruitCodeFull, match="登记满 2 人"):
        registers(session, code, 3)
    assert recruiting.recruited(session, code) == 2


@pytest.mark.parametrize(
    "token",
    [
        "",
        "1",
        "0-0000000000000000",
        "1-0000000000000000",
        "1-ABCDEF0123456789",
        "9" * 19 + "-0000000000000000",
        "１-0000000000000000",
        "1-00000000000000001",
        "1-000000000000000\n",
        "' OR 1=1 --",
        "<script>",
    ],
)
def test_token_nobody_made_opens_nothing(session, dongjie, code, client, token):
    with pytest.raises(NotFound):
        recruiting.usable(at(session, code), token)
    session.commit()
    assert client.get(f"{REGISTER}", query_string={"code": token}).status in {200, 404}


def test_code_of_another_community_opens_nothing_here(session, code, client):
    nanguan = a_community(session, "nanguan")
    session.commit()

    with pytest.raises(NotFound):
        recruiting.usable(Act(session, NOW, community=nanguan), recruiting.token_of(code))
    session.commit()
    assert client.get(f"/c/nanguan/join/{recruiting.token_of(code)}").status == 404


@pytest.mark.parametrize("what", ["recruit-codes/{id}", "recruit-codes/{id}/revocation"])
def test_pages_of_a_code_are_not_for_another_team_or_community(
    session, dongjie, code, signed_in, what
):
    other = a_member(session, dongjie)
    a_role(session, other, Role.LEADER, the_team(session, dongjie, TeamColour.RED))
    nanguan = a_community(session, "nanguan")
    stranger = a_member(session, nanguan)
    a_role(session, stranger, Role.COMMUNITY_ADMIN)
    session.commit()
    path = what.format(id=code.id)

    def asked(person, slug):
        reader = signed_in(person)
        send = reader.post if path.endswith("revocation") else reader.get
        return send(f"/c/{slug}/{path}").status

    assert asked(other.person, "dongjie") == 403
    assert asked(stranger.person, "nanguan") == 404
    session.expire_all()
    assert not session.scalars(select(RecruitCode)).one().is_revoked


def test_walk_from_opening_to_being_counted(session, green, leader, signed_in, client):
    stand = signed_in(leader.person)
    form = stand.get(CODES).form(CODES)
    shown = stand.follow(stand.post(CODES, form | {"team": str(green.id), "hours": "4"}))
    assert "今天 14:00前有效" in shown.words
    opened = session.scalars(select(RecruitCode)).one()
    token = recruiting.token_of(opened)
    session.commit()
    assert f"/c/dongjie/join/{token}" in shown.words

    page = client.follow(client.get(f"/c/dongjie/join/{token}"))
    assert f"{green.name}正在招人" in page.words
    assert "今天 14:00前有效" in page.words
    sent = client.post(REGISTER, page.form(REGISTER) | NEWCOMER | {"team": "0"})

    assert sent.status == 303
    assert session.scalars(select(Recruit.code_id)).all() == [opened.id]
    session.commit()
    assert "登记 1 人，已激活 0 人" in stand.get(CODES).words
    newcomer = session.scalars(select(Member).order_by(Member.id.desc())).first()
    desk = staff(session, newcomer.community, Role.COORDINATOR)
    members.activate(Act(session, NOW, by=desk, community=newcomer.community), newcomer)
    session.commit()
    assert "登记 1 人，已激活 1 人" in stand.get(CODES).words


def test_scan_after_the_end_says_so_with_the_next_step(session, code, client, now):
    token = recruiting.token_of(code)
    now(NOW + 4 * HOUR)

    page = client.get(f"/c/dongjie/join/{token}")

    assert page.status == 409
    assert "5月15日 14:00 为止，已经过了" in page.words
    assert REGISTER in page.page.links


def test_scan_of_a_stopped_code_says_so(session, code, leader, signed_in, client):
    token = recruiting.token_of(code)
    session.commit()
    stand = signed_in(leader.person)
    stopped = stand.post(f"{CODES}/{code.id}/revocation")
    assert "停用了" in stand.follow(stopped).words
    assert stand.post(f"{CODES}/{code.id}/revocation").status == 409

    page = client.get(f"/c/dongjie/join/{token}")

    assert (page.status, "已经停用" in page.words) == (409, True)


def test_form_sent_too_late_keeps_what_was_typed_and_goes_on_without(session, code, client, now):
    page = client.follow(client.get(f"/c/dongjie/join/{recruiting.token_of(code)}"))
    now(NOW + 4 * HOUR + recruiting.GRACE)

    late = client.post(REGISTER, page.form(REGISTER) | NEWCOMER)

    assert late.status == 409
    assert "不用码也能登记" in late.words
    kept = late.form(REGISTER)
    assert (kept["name"], kept.get("code")) == ("李四", None)
    assert session.scalars(select(Person.id).where(Person.name == "李四")).all() == []
    session.commit()
    assert client.post(REGISTER, kept | NEWCOMER).status == 303


def test_form_sent_a_little_late_is_taken(session, code, client, now):
    page = client.follow(client.get(f"/c/dongjie/join/{recruiting.token_of(code)}"))
    now(NOW + 4 * HOUR + recruiting.GRACE - timedelta(seconds=1))

    assert client.post(REGISTER, page.form(REGISTER) | NEWCOMER).status == 303
    assert session.scalars(select(Recruit.code_id)).all() == [code.id]


def test_faults_keep_the_code_on_the_page(session, code, green, client):
    page = client.follow(client.get(f"/c/dongjie/join/{recruiting.token_of(code)}"))

    again = client.post(REGISTER, page.form(REGISTER) | NEWCOMER | {"phone": "1"})

    assert again.status == 400
    assert again.form(REGISTER)["code"] == recruiting.token_of(code)
    assert f"{green.name}正在招人" in again.words


def test_made_up_code_sent_along_is_not_found(dongjie, session, client):
    session.commit()

    assert client.post(REGISTER, NEWCOMER | {"code": "1-0000000000000000"}).status == 404
    assert session.scalars(select(Person)).all() == []


def test_member_who_scans_is_led_to_the_teams(session, dongjie, code, signed_in):
    member = a_member(session, dongjie)
    token = recruiting.token_of(code)
    session.commit()
    reader = signed_in(member.person)

    scanned = reader.get(f"/c/dongjie/join/{token}")

    assert scanned.go_to == "/c/dongjie/teams"
    assert "您已经登记过" in reader.follow(scanned).words


def test_a_code_does_not_outrun_the_pace_of_registering(session, code, client):
    token = recruiting.token_of(code)
    statuses = [
        client.post(REGISTER, NEWCOMER | {"code": token, "password": "短"}).status
        for _ in range(16)
    ]

    assert statuses == [400] * 15 + [429]


@pytest.mark.parametrize(
    "hostile", [{"team": "0"}, {"team": "999"}, {"team": "x"}, {"hours": "13"}, {"hours": "-1"}]
)
def test_page_opens_nothing_that_was_not_offered(session, green, leader, signed_in, hostile):
    sent = {"team": str(green.id), "hours": "4"} | hostile

    assert signed_in(leader.person).post(CODES, sent).status == 400
    assert session.scalars(select(RecruitCode)).all() == []


def test_opening_and_stopping_leave_lines(session, code, leader, green):
    recruiting.revoke(by(session, leader), code)

    lines = session.scalars(
        select(AuditEvent).where(AuditEvent.event.like("recruit_code%")).order_by(AuditEvent.id)
    ).all()
    assert [each.event for each in lines] == ["recruit_code_opened", "recruit_code_revoked"]
    assert {(each.object_id, each.details["team"]) for each in lines} == {(code.id, green.id)}
