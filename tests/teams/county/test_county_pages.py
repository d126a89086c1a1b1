"""The county's own pages: the calendar of all, and who administers what."""

from datetime import date

import pytest

from core.calendar import CalendarDay
from core.errors import NotAllowed
from teams.authority.act import Act
from teams.authority.models import Role, RoleBinding
from teams.county.rules import calendar_days
from teams.members.models import Place
from tests.builders import NOW, a_community, a_member, a_person, a_role, add, staff

CALENDAR = "/county/calendar-days"


def a_county_admin(session, place_id, name="周宁"):
    person = a_person(session, name)
    add(
        session,
        RoleBinding(
            person_id=person.id, role=Role.COUNTY_ADMIN, county_id=place_id, granted_at=NOW
        ),
    )
    return person


@pytest.fixture
def town(session):
    """A county with one administrator, above a community with one of its own."""
    dongjie = a_community(session, prefix="DJ")
    county_id = session.get_one(Place, dongjie.place_id).parent_id
    made = {"place_id": county_id, "county": a_county_admin(session, county_id)}
    member = a_member(session, dongjie, "李梅")
    made["binding"] = a_role(session, member, Role.COMMUNITY_ADMIN)
    made["admin"], made["dongjie"] = member.person, dongjie
    session.commit()
    return made


def set_by_hand(session):
    found = {day.on_date: day.is_workday for day in session.query(CalendarDay)}
    session.rollback()
    return found


def test_the_county_sets_a_day_and_takes_it_back(town, session, signed_in):
    reader = signed_in(town["county"])
    fields = reader.get(CALENDAR).form(CALENDAR)
    fields |= {"on_date": "2026-05-20", "kind": "rest", "note": "国办通知"}
    page = reader.follow(reader.post(CALENDAR, fields))
    assert "2026年5月20日" in page.words
    assert "正在公示的只会顺延，不会缩短" in page.words
    assert set_by_hand(session) == {date(2026, 5, 20): False}

    page = reader.follow(reader.post(f"{CALENDAR}/withdrawals", page.form("withdrawals")))

    assert "照国家的放假安排算" in page.words
    assert set_by_hand(session) == {}


def test_a_day_taken_back_twice_does_no_harm(town, signed_in):
    reader = signed_in(town["county"])

    page = reader.follow(reader.post(f"{CALENDAR}/withdrawals", {"on_date": "2026-05-20"}))

    assert "这一天没有手工改过" in page.words


def test_what_was_typed_of_a_day_is_kept(town, signed_in):
    answer = signed_in(town["county"]).post(CALENDAR, {"on_date": "五月", "kind": "rest"})

    assert (answer.status, "五月" in answer.html) == (400, True)


def test_a_communitys_administrator_reads_the_calendar_and_changes_none(town, signed_in):
    reader = signed_in(town["admin"])

    words = reader.get("/c/dongjie/settings").words
    assert "2027 年的放假安排还没有" in words
    assert "由县管理员改" in words
    assert reader.get(CALENDAR).status == 404
    assert reader.post(CALENDAR, {"on_date": "2026-05-20"}).status == 404


def test_the_calendar_is_not_a_communitys_to_change(session):
    by = staff(session, a_community(session), Role.COMMUNITY_ADMIN)
    day = CalendarDay(on_date=date(2026, 5, 20), is_workday=False, note="x")

    with pytest.raises(NotAllowed):
        calendar_days.set_day(Act(session, NOW, by=by), day)
    with pytest.raises(NotAllowed):
        calendar_days.take_back(Act(session, NOW, by=by), day.on_date)


def test_the_last_administrator_of_a_community_stays(town, signed_in):
    reader, path = signed_in(town["county"]), "/county/communities/dongjie"
    ending = f"{path}/admins/{town['binding'].id}/ending"
    assert "李*" in reader.get(f"{path}/admin").words

    answer = reader.post(ending)

    assert (answer.status, "最后一位管理员" in answer.words) == (409, True)


def test_the_county_ends_one_of_two_administrators(town, session, signed_in):
    a_role(session, a_member(session, town["dongjie"], "赵强"), Role.COMMUNITY_ADMIN)
    session.commit()
    reader = signed_in(town["county"])

    ending = f"/county/communities/dongjie/admins/{town['binding'].id}/ending"
    page = reader.follow(reader.post(ending))

    assert "李*" not in page.words
    assert "赵*" in page.words


def test_a_second_county_administrator_is_appointed_with_a_password(town, signed_in):
    reader = signed_in(town["county"])
    fields = reader.get("/county/admins").form("/county/admins")
    fields |= {"name": "王小明", "phone": "13812345678", "birth_on": "1980-03-04"}
    fields["county"] = str(town["place_id"])

    assert "只显示这一次" in reader.post("/county/admins", fields).words
    again = reader.post("/county/admins", fields)

    assert (again.status, "已经有这个岗位" in again.words) == (409, True)


def test_the_last_county_administrator_stays_and_nobody_ends_the_own_role(town, session, signed_in):
    second = a_county_admin(session, town["place_id"], "王小明")
    own, other = (
        session.query(RoleBinding).filter_by(person_id=person.id).one().id
        for person in (town["county"], second)
    )
    session.commit()
    reader = signed_in(town["county"])

    assert reader.post(f"/county/admins/{own}/ending").status == 403
    assert "王*" not in reader.follow(reader.post(f"/county/admins/{other}/ending")).words
    assert reader.post(f"/county/admins/{other}/ending").status == 409


def test_another_countys_administrator_is_out_of_reach(town, session, signed_in):
    shandan = add(session, Place(kind="county", name="山丹县", parent_id=None))
    stranger = a_county_admin(session, shandan.id, "王小明")
    binding = session.query(RoleBinding).filter_by(person_id=stranger.id).one().id
    session.commit()
    reader = signed_in(town["county"])

    assert reader.post(f"/county/admins/{binding}/ending").status == 404
    assert "王*" not in reader.get("/county/admins").words
