"""我的数据: devices in words and all out but one; everything held as a page and as a sheet."""

import io
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from accounts.models import AuditEvent, LoginSession
from accounts.rules import login_sessions
from core import room, room_members
from teams.authority.act import Act
from tests.activity_builders import a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_community, a_member

C = "/c/dongjie/me"
WECHAT = "Mozilla/5.0 (Linux; Android 12; Mobile) MicroMessenger/8.0.47"


@pytest.fixture
def member(session):
    """Somebody with a sign-up, signed in on a phone and on something else."""
    here = a_community(session, prefix="DJ")
    made = a_member(session, here, "张小三", phone="13811112222")
    a_sign_up(session, here, a_shift(session, an_activity(session, here)), made)
    login_sessions.begin(Act(session, NOW), made.person, WECHAT, is_staff=False)
    other = a_member(session, here, "王五")
    login_sessions.begin(Act(session, NOW), other.person, WECHAT, is_staff=False)
    assert made.person
    session.commit()
    return made


def live(session, person_id):
    found = session.scalars(
        select(LoginSession).where(
            LoginSession.person_id == person_id, LoginSession.ended_at.is_(None)
        )
    ).all()
    count = len(found)
    session.rollback()
    return count


def test_devices_read_as_people_say_it(member, signed_in):
    words = signed_in(member.person).get(f"{C}/data").words

    assert "手机 · 微信" in words
    assert "最后用是 今天 10:00 就是这台" in words
    assert "Mozilla" not in words


def test_all_others_are_signed_out_and_this_one_stays(member, signed_in, session):
    reader, person_id = signed_in(member.person), member.person_id
    assert live(session, person_id) == 2

    done = reader.follow(reader.post(f"{C}/devices/others/ending"))

    assert "别的 1 台设备都退出了" in done.words
    assert live(session, person_id) == 1
    assert session.scalar(
        select(AuditEvent.details).where(AuditEvent.event == "authn_other_devices_ended")
    ) == {"devices": 1}
    others = select(LoginSession.id).where(
        LoginSession.person_id != person_id, LoginSession.ended_at.is_not(None)
    )
    assert session.scalars(others).all() == []
    session.rollback()
    assert "其他全部退出" not in done.words


def test_everything_held_is_read_in_words(member, signed_in):
    page = signed_in(member.person).get(f"{C}/data/whole")

    for words in (
        "姓名 张小三",
        "手机号 13811112222",
        "报名",
        "已报名",
        "登录过的设备",
        "手机 · 微信",
    ):
        assert words in page.words
    assert not re.findall(r"[a-z]+_[a-z_]+", page.words)


def test_the_sheet_holds_the_same(member, signed_in):
    answer = signed_in(member.person).get(f"{C}/data.xlsx")

    rows = list(load_workbook(io.BytesIO(answer.response.data)).active.values)
    cells = [str(cell) for row in rows for cell in row if cell]
    assert {"姓名", "张小三", "13811112222", "服务记录"} <= set(cells)
    assert answer.response.headers["Cache-Control"] == "no-store"


def test_every_field_of_the_own_copy_has_words(member, session):
    held = room.own_data_of_person(session, member.person_id) | room.own_data_of_member(
        session, member.community_id, member.id, NOW + timedelta(minutes=1)
    )
    names = set(held)
    for value in held.values():
        names |= {each for row in value for each in row} if isinstance(value, list) else set()

    assert names - set(room_members.own_data_words().fields) == set()


def test_it_is_said_how_a_fault_is_put_right(member, signed_in):
    words = signed_in(member.person).get(f"{C}/data").words

    assert "哪里不对，怎么改" in words
    assert "带身份证到服务台" in words
