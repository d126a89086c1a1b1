"""The garden works in the running program, and nothing but its own folders and one word made it."""

from datetime import date

import pytest
from sqlalchemy import text

from core import room
from core.house import ROOT
from garden.plots.models import Plot
from teams.authority.act import Act
from teams.authority.models import Role
from teams.notices.rules import notices
from tests.builders import NOW, a_community, a_member, a_role
from tests.house.test_rooms import named_from_below, of_rooms


@pytest.fixture
def dongjie(session):
    return a_community(session)


@pytest.fixture
def gardener(session, dongjie):
    member = a_member(session, dongjie)
    for watered_on in (date(2026, 5, 1), date(2026, 4, 30)):
        session.add(
            Plot(
                community_id=dongjie.id,
                member_id=member.id,
                given_on=date(2026, 4, 1),
                watered_on=watered_on,
            )
        )
    assert member.person
    session.commit()
    return member


@pytest.fixture
def admin(session, dongjie, signed_in):
    member = a_member(session, dongjie, "李梅")
    a_role(session, member, Role.COMMUNITY_ADMIN)
    a_role(session, member, Role.SUPERVISOR)
    person = member.person
    session.commit()
    return signed_in(person)


def test_its_page_stands_in_the_menu_and_its_event_in_the_trail(gardener, admin, signed_in):
    reader = signed_in(gardener.person)
    assert "/c/dongjie/plots" in reader.get("/c/dongjie/me").page.links
    page = reader.get("/c/dongjie/plots")
    assert "您有 2 块园地" in page.words

    sent = reader.post("/c/dongjie/plots/waterings", page.form("/waterings"))

    assert sent.status == 303
    assert "浇了园地" in admin.get("/c/dongjie/audit-trail").words


def test_its_permission_is_the_volunteers_alone(gardener, admin):
    assert room.permission_words()["plot:water"] == "浇园地"
    assert "plot:water" in room.held_by(Role.VOLUNTEER)
    assert "plot:water" not in room.held_by(Role.SUPERVISOR)


def test_its_setting_is_changed_on_the_page_of_settings(admin):
    assert "园地几天不浇收回" in admin.get("/c/dongjie/settings").words
    assert "这么多天没有人浇水" in admin.get("/c/dongjie/settings/dry_days").words


def test_its_job_is_done_by_the_upkeep(app, session, gardener, now):
    told = app.test_cli_runner().invoke(args=["sweep"]).output

    assert "1 garden: plots that dried up" in told
    assert session.query(Plot).count() == 1


@pytest.mark.plants_breach
def test_its_check_is_asked_by_verify(app, session, gardener):
    session.execute(text("UPDATE plots SET watered_on = '2026-03-31' WHERE id = 1"))
    session.commit()

    told = app.test_cli_runner().invoke(args=["verify"]).output

    assert "BROKEN garden: plots are watered after they are given" in told
    assert "plot 1 was watered before it was given" in told


def test_its_block_stands_in_the_own_file(app, session, dongjie, gardener):
    held = room.own_data_of_member(session, dongjie.id, gardener.id, NOW)

    assert [each["watered_on"].day for each in held["plots"]] == [1, 30]


def test_its_notice_is_objected_to_on_its_page(session, dongjie, gardener, signed_in):
    line = notices.Line(gardener.id, 1, "园地一块")
    announcement = notices.Announcement("plot_list", "园地公示", 3, [line])
    notice_id = notices.post(Act(session, NOW, community=dongjie), announcement, None).id
    session.commit()

    page = signed_in(gardener.person).get(f"/c/dongjie/notices/{notice_id}")

    assert any(link.startswith("/c/dongjie/plots?line_id=") for link in page.page.links)


def test_flask_rooms_lists_it_in_its_place(app):
    told = app.test_cli_runner().invoke(args=["rooms"]).output

    assert told.index("\ncommendations\n") < told.index("\ngarden\n") < told.index("\ndemo\n")


def test_a_room_below_that_names_it_is_seen(app):
    planted = ROOT / "points" / "planted.py"
    planted.write_text('WANTED = "plot:water"\n', "utf-8")

    assert named_from_below(of_rooms(app)) == {"points: 'plot:water'"}

    planted.unlink()
