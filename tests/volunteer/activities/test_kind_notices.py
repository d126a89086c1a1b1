"""What is told before coming to a kind is written in versions, and nobody is left behind (0027)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from accounts.models import Notification
from core.errors import NotAllowed, NotFound, Stale
from teams.authority.act import Act
from teams.authority.models import Role
from tests.activity_builders import SATURDAY, a_notice, a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_community, a_member, a_role
from volunteer.activities.models import ActivityState, KindNotice
from volunteer.activities.rules import kind_notices
from volunteer.activities.rules.activities import RiskUntold
from volunteer.activities.rules.kind_notices import NoticeWords, SameWords

ICY = NoticeWords("路面结冰，走慢些。", "防滑的鞋。")


@pytest.fixture
def notice(session, activity):
    return a_notice(session, activity)


@pytest.fixture
def acting(session, community, admin):
    return Act(session, NOW, by=admin, community=community)


def test_a_version_counts_from_then_on_and_the_old_one_stays(session, acting, activity, notice):
    made = kind_notices.write(acting, activity.type_id, ICY, 1)

    assert kind_notices.current(session, activity.type) is made
    assert (made.number, made.bring, made.written_by_id) == (2, "防滑的鞋。", acting.by.person_id)
    assert session.get_one(KindNotice, notice.id).risk == "戴手套，铲刀刀口朝外。"


@pytest.mark.parametrize(
    ("engine_name", "put"),
    [
        ("sqlite", "INSERT OR REPLACE INTO kind_notices SELECT * FROM kind_notices LIMIT 1"),
        ("sqlite", "UPDATE kind_notices SET risk = ''"),
        ("postgresql", "UPDATE kind_notices SET risk = ''"),
        ("postgresql", "DELETE FROM kind_notices"),
    ],
)
def test_a_version_is_neither_changed_nor_replaced(session, engine, notice, put):
    session.commit()

    with pytest.raises(DBAPIError, match="append only"), engine.begin() as connection:
        connection.execute(text(put))


def test_the_first_version_follows_none(acting, activity):
    assert kind_notices.write(acting, activity.type_id, ICY, 0).number == 1


def test_activities_that_said_it_say_the_new_one(session, community, acting, activity, notice):
    a_shift(session, activity)
    own = an_activity(session, community, risk_notice="河水深，不下水。")
    a_shift(session, own)
    over = an_activity(session, community)
    a_shift(session, over, starts_at=NOW)
    gone = an_activity(session, community, state=ActivityState.CANCELLED)
    a_shift(session, gone)

    kind_notices.write(acting, activity.type_id, ICY, 1)

    told = "戴手套，铲刀刀口朝外。"
    for out, words in ((activity, ICY.risk), (own, "河水深，不下水。"), (over, told), (gone, told)):
        session.refresh(out)
        assert out.risk_notice == words


def test_who_has_a_place_in_one_is_told_once(session, community, acting, activity, notice):
    coming = a_member(session, community, "王秀兰")
    for at in (SATURDAY, SATURDAY.replace(day=23)):
        a_sign_up(session, community, a_shift(session, activity, starts_at=at), coming)

    kind_notices.write(acting, activity.type_id, ICY, 1)

    session.flush()
    (told,) = session.query(Notification).filter_by(person_id=coming.person_id)
    assert "路面结冰" in told.sentence % told.values


def test_what_to_bring_alone_is_told_at_the_next_sign_up(
    session, community, acting, activity, notice, wang
):
    kind_notices.write(acting, activity.type_id, NoticeWords(notice.risk, "雨衣。"), 1)

    session.flush()
    assert session.query(Notification).filter_by(person_id=wang.member.person_id).count() == 0


def test_refusals_come_in_their_order(session, community, acting, leader, activity, notice):
    elsewhere = an_activity(session, a_community(session, "nanguan"))
    same = NoticeWords(notice.risk, f" {notice.bring} ")
    for refusal, act, kind_id, words, seen in (
        (NotAllowed, Act(session, NOW, by=leader, community=community), 0, NoticeWords(" "), 0),
        (NotFound, acting, elsewhere.type_id, NoticeWords(" "), 0),
        (RiskUntold, acting, activity.type_id, NoticeWords(" "), 0),
        (Stale, acting, activity.type_id, same, 0),
        (SameWords, acting, activity.type_id, same, 1),
    ):
        with pytest.raises(refusal):
            kind_notices.write(act, kind_id, words, seen)


def staff_member(town):
    admin = a_member(town.session, town.community, "李主任")
    a_role(town.session, admin, Role.COMMUNITY_ADMIN)
    return admin


def test_the_page_writes_the_next_version_and_counts_who_read(town, signed_in):
    a_notice(town.session, town.activity)
    a_sign_up(town.session, town.community, town.shift, town.reader)
    admin = staff_member(town)
    town.session.commit()
    page = f"/c/dongjie/leading/kinds/{town.activity.type_id}/notice"
    assert "1 人看过" in signed_in(town.leader.person).get(page).words
    assert "存成新的一版" not in signed_in(town.leader.person).get(page).words

    reader = signed_in(admin.person)
    told = {"risk": "戴手套，铲刀刀口朝外。", "bring": "手套、水杯。"}
    form = reader.get(page).form(f"{town.activity.type_id}/notice") | told
    assert reader.post(page, form | {"risk": "滑"}).status == 400
    same = reader.post(page, form)
    assert (same.status, "和现在的一样" in same.words) == (409, True)
    done = reader.follow(reader.post(page, form | {"risk": "路面结冰，走慢些。"}))

    assert "第 2 版" in done.words
    assert "0 人看过" in done.words
