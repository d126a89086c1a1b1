"""The pages of honours, read as people read them, from application to the wall."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from accounts.models import Consent, ConsentScope, Person
from commendations.certificates.models import Award
from commendations.nominations.models import Commendation, Nomination
from commendations.rounds.rules import awards
from core.engine import WRITES
from teams.authority.act import Act
from teams.members.models import Member
from teams.notices.models import NoticeLine, Objection
from tests.builders import NOW, a_community, a_member, add
from tests.commendations.honour_builders import (
    DEEDS,
    a_month,
    a_round,
    after_notice,
    applied,
    hours,
    hung,
    the_staff,
)
from tests.shop_builders import a_cause, earn, spend

HOME = "/c/dongjie"


@pytest.fixture
def change(engine):
    """Do something in a transaction of its own."""

    def run(act):
        writer = engine.execution_options(**{WRITES: True})
        with Session(writer, expire_on_commit=False) as opened, opened.begin():
            return act(opened)

    return run


@pytest.fixture
def ground(change):
    """A community, its staff, one volunteer of 100 hours who agreed to be named, an open round."""

    def act(session):
        town = a_community(session)
        people = the_staff(session, town)
        wang = a_member(session, town, "王秀兰")
        hours(session, wang, 6030)
        add(
            session,
            Consent(
                person_id=wang.person_id,
                scope=ConsentScope.PUBLIC_NAME,
                text_version="1",
                given_at=NOW,
                given_by_id=wang.person_id,
            ),
        )
        this_round = a_round(session, town, people["checker"])
        found = {name: session.get_one(Person, by.person_id) for name, by in people.items()}
        who = SimpleNamespace(**found)
        return SimpleNamespace(
            town=town, people=people, who=who, wang=wang, person=wang.person, round_id=this_round.id
        )

    return change(act)


def issued(change, ground):
    """The round brought to its certificate; returns the award."""

    def act(session):
        this_round = session.get_one(Commendation, ground.round_id)
        applied(session, this_round, session.get_one(Member, ground.wang.id))
        hung(session, this_round, ground.people)
        end = after_notice(this_round, session)
        return awards.issue(Act(session, end, by=ground.people["issuer"]), this_round)[0]

    return change(act)


def test_a_round_walks_from_the_application_to_the_wall(ground, signed_in, client, now):
    wang, this_round = signed_in(ground.person), f"{HOME}/commendations/{ground.round_id}"
    mine = wang.get(f"{HOME}/my-honours")
    assert "100 / 300" not in mine.words
    assert "申请一星志愿者" in mine.words
    wang.follow(wang.post(f"{this_round}/applications", mine.form("/applications")))
    checker, reviewer = signed_in(ground.who.checker), signed_in(ground.who.reviewer)
    assert "截止并核对时长" in checker.get(this_round).words
    checker.post(f"{this_round}/check")
    assert "评审完毕" in reviewer.get(this_round).words
    reviewer.post(f"{this_round}/review", {})
    shown = checker.follow(checker.post(f"{this_round}/notice"))
    assert "还剩 5 个工作日" in shown.words
    assert "公示中" in wang.get(f"{HOME}/my-honours").words
    now(NOW + timedelta(days=10))
    issuer = signed_in(ground.who.issuer)
    page = issuer.get(this_round)
    done = issuer.follow(issuer.post(f"{this_round}/awards", page.form("/awards")))
    assert "已颁发" in done.words
    wall = client.get(f"{HOME}/honours")
    assert "王**" in wall.words
    assert "王秀兰" not in wall.html


def test_p10_the_own_records_say_what_the_next_star_asks(ground, signed_in):
    reader = signed_in(ground.wang.person)
    first = reader.get(f"{HOME}/me/records")

    assert "一星" in first.words
    assert "100.5 小时，够一星的 100 小时了" in first.words
    assert f"{HOME}/my-honours" in first.page.links
    assert "够一星的" not in reader.get(f"{HOME}/me/records?year=2026").words


def test_the_wall_of_the_first_month_says_when_it_begins(ground, client):
    assert "从第一个月开始" in client.get(f"{HOME}/honours").words


def test_without_consent_and_under_age_nobody_is_named(ground, client, change):
    issued(change, ground)
    change(lambda session: session.query(Consent).update({"withdrawn_at": NOW}))
    assert "王**" not in client.get(f"{HOME}/honours").words
    assert "1 位" in client.get(f"{HOME}/honours").words

    change(lambda session: session.query(Consent).update({"withdrawn_at": None}))
    change(lambda s: s.get_one(Person, ground.person.id).__setattr__("birth_on", date(2010, 1, 1)))
    assert "王" not in client.get(f"{HOME}/honours").words


def test_a_certificate_is_verified_by_anybody_and_covered(ground, client, change):
    award = issued(change, ground)
    grouped = f"{award.verification_code[:4]}-{award.verification_code[4:]}".lower()

    found = client.follow(client.get(f"/verify?code={grouped}"))
    assert "有效" in found.words
    assert "王**" in found.words
    assert "王秀兰" not in found.html
    assert "100.5 小时" in found.words


def test_an_unknown_code_says_so(client, ground):
    assert "证书查验" in client.get("/verify").words
    read = client.get("/verify/AAAAAAAAAA")
    assert read.status == 404
    assert "没有此码" in read.words


def test_codes_of_certificates_are_not_guessed_at(client):
    tried = [client.get(f"/verify/AAAA{number:06}").status for number in range(31)]

    assert tried == [404] * 30 + [429]


def test_a_revoked_certificate_reads_revoked_and_leaves_the_wall(
    ground, client, change, signed_in, now
):
    award = issued(change, ground)
    now(NOW + timedelta(days=20))
    issuer, path = signed_in(ground.who.issuer), f"{HOME}/awards/{award.id}/revocation"
    page = issuer.get(path)
    short = issuer.post(path, page.form("/revocation") | {"reason": "假"})
    assert short.status == 400
    form = page.form("/revocation") | {"reason": "查实时长是虚报的"}
    form.pop("keeps_level", None)
    assert "已撤销" in issuer.follow(issuer.post(path, form)).words

    assert "已撤销" in client.get(f"/verify/{award.verification_code}").words
    assert "王**" not in client.get(f"{HOME}/honours").words


def test_the_certificate_is_for_its_holder_and_staff(ground, change, signed_in):
    award = issued(change, ground)
    other = change(lambda s: a_member(s, s.get_one(type(ground.town), ground.town.id)).person)

    shown = signed_in(ground.person).get(f"{HOME}/awards/{award.id}")
    assert "王秀兰" in shown.words
    assert "XJ-2026-000001" in shown.words
    assert re.search(r"<svg[^>]*viewBox", shown.html)
    assert signed_in(other).get(f"{HOME}/awards/{award.id}").status == 404
    assert signed_in(ground.who.checker).get(f"{HOME}/awards/{award.id}").status == 200


def test_somebody_is_put_forward_and_typed_words_stay(ground, change, signed_in):
    def act(session):
        town = session.get_one(type(ground.town), ground.town.id)
        hours(session, session.get_one(Member, ground.wang.id), 60, on=date(2026, 4, 12))
        return (a_month(session, town, ground.people["checker"]).id, a_member(session, town).person)

    month_id, friend = change(act)
    reader, path = signed_in(friend), f"{HOME}/commendations/{month_id}/nominations"
    form = reader.get(f"{path}/new").form("/nominations")
    form |= {"volunteer_no": ground.wang.volunteer_no, "name": "王秀芳", "deeds": DEEDS}
    wrong = reader.post(path, form)
    assert wrong.status == 400
    assert "编号和姓名对不上" in wrong.words
    assert DEEDS[:20] in wrong.html
    assert reader.post(path, form | {"name": "王秀兰"}).status == 303
    assert "没有" in signed_in(ground.who.checker).get(f"{path}/new").words


def test_a_minors_certificate_names_the_team_alone(ground, change, client):
    code = issued(change, ground).verification_code
    change(lambda s: s.get_one(Person, ground.person.id).__setattr__("birth_on", date(2010, 5, 16)))

    words = client.get(f"/verify/{code}").words

    assert "绿色生态文明队员（未成年）" in words
    assert "王" not in words


def test_an_objection_is_raised_by_name_and_answered(ground, change, signed_in):
    def act(session):
        this_round = session.get_one(Commendation, ground.round_id)
        applied(session, this_round, session.get_one(Member, ground.wang.id))
        hung(session, this_round, ground.people)
        town = session.get_one(type(ground.town), ground.town.id)
        line = session.query(NoticeLine).filter_by(notice_id=this_round.notice_id).one()
        return line.id, a_member(session, town, "郑福").person

    line_id, objector = change(act)
    reader, path = signed_in(objector), f"{HOME}/honour-lines/{line_id}/objections"
    assert "实名" in reader.get(f"{path}/new").words
    assert reader.post(path, {"words": "不"}).status == 400
    reader.follow(reader.post(path, {"words": "三月二十二日没有来"}))
    judge = signed_in(ground.who.reviewer)
    assert "办理异议" in judge.get(f"{HOME}/commendations/{ground.round_id}").words
    found = change(lambda session: session.query(Objection).one().id)
    shown = judge.get(f"{HOME}/honour-objections/{found}")
    assert "三月二十二日没有来" in shown.words
    path = f"{HOME}/honour-objections/{found}/decision"
    judge.follow(judge.post(path, {"outcome": "upheld", "answer": "经核实，确实没有来"}))
    assert change(lambda s: s.query(Nomination).one().state.value) == "refused"


def test_today_tells_each_what_waits_for_him(ground, signed_in):
    checker = signed_in(ground.who.checker).get(f"{HOME}/today")
    assert "办表扬认定" in checker.words
    assert "五支队伍的服务时长" in checker.words
    reviewer = signed_in(ground.who.reviewer).get(f"{HOME}/today")
    assert "今天都办完了" in reviewer.words
    assert "办表扬认定" not in reviewer.words


def test_lists_are_for_staff_and_of_one_community(ground, change, signed_in):
    assert signed_in(ground.person).get(f"{HOME}/commendations").status == 403
    assert "提名中" in signed_in(ground.who.checker).get(f"{HOME}/commendations").words
    other = change(lambda s: a_member(s, a_community(s, "nanguan")).person)
    reader = signed_in(other)
    for path in ("commendations", f"commendations/{ground.round_id}", "my-honours", "today"):
        assert reader.get(f"{HOME}/{path}").status == 404
    assert reader.get(f"/c/nanguan/commendations/{ground.round_id}").status in {403, 404}


def test_a_round_is_started_and_a_day_ahead_is_kept_on_the_page(ground, signed_in):
    checker = signed_in(ground.who.checker)
    form = checker.get(f"{HOME}/commendations/new").form("/commendations")
    form |= {"kind": "star_level", "title": "2026 年夏季星级认定", "day": "2026-05-16"}
    late = checker.post(f"{HOME}/commendations", form)
    assert late.status == 400
    assert "2026 年夏季星级认定" in late.html
    shown = checker.follow(checker.post(f"{HOME}/commendations", form | {"day": "2026-05-15"}))
    assert "2026 年夏季星级认定" in shown.words


def test_a_flagged_level_is_looked_at_and_kept(ground, change, signed_in):
    award = issued(change, ground)
    change(lambda s: s.query(Award).update({"needs_review": True}))
    issuer = signed_in(ground.who.issuer)
    assert "XJ-2026-000001" in issuer.get(f"{HOME}/levels/flagged").words
    page = issuer.get(f"{HOME}/awards/{award.id}/revocation")
    form = page.form("/keeping") | {"keep-reason": "差额另有纸质记录"}
    assert issuer.post(f"{HOME}/awards/{award.id}/keeping", form).status == 303
    assert "没有要复核的" in issuer.get(f"{HOME}/levels/flagged").words


def test_the_points_of_the_month_add_up_to_all_balances(ground, change, signed_in):
    def gift():
        return a_cause(source_kind="gift")

    def act(session):
        earn(
            session,
            session.get_one(Member, ground.wang.id),
            40,
            now=NOW - timedelta(days=40),
            cause=gift(),
        )
        earn(session, session.get_one(Member, ground.wang.id), 30, cause=gift())
        spend(session, session.get_one(Member, ground.wang.id), 20)

    change(act)
    words = signed_in(ground.who.checker).get(f"{HOME}/today").words
    assert "40 月初 + 30 发放 − 20 兑换 = 50 现在" in words


def test_hours_of_the_month_stand_beside_the_month_before(ground, change, signed_in):
    def act(session):
        wang = session.get_one(Member, ground.wang.id)
        hours(session, wang, 120, on=date(2026, 5, 12))

    change(act)
    words = signed_in(ground.who.checker).get(f"{HOME}/today").words
    assert re.search(r"绿色生态文明 1 2 小时 少 98.5 小时", words)


def test_public_pages_lead_to_each_other(ground, client):
    words = client.get(f"{HOME}/honours").words
    assert "荣誉墙" in words
    assert "证书查验" in words


def test_an_empty_round_says_how_names_come(ground, signed_in):
    read = signed_in(ground.who.checker).get(f"{HOME}/commendations/{ground.round_id}")
    assert "还没有人申请或被提名" in read.words
