"""What the rooms declare is merged lowest room first, each by the name of its room."""

import pytest

from core import house, room
from core.menu import Menu, Way
from core.trail import Trail, merged
from teams.authority.models import Role


def test_each_kind_is_asked_lowest_room_first():
    names = house.rooms()

    for declared in (room.jobs(), room.checks()):
        asked = [words.partition(":")[0] for words in declared]
        assert asked == sorted(asked, key=names.index)


def test_a_room_is_asked_by_its_name():
    assert "accounts: request keys older than 30 days" in room.jobs()
    assert "points: ledger 2: balance is the sum of its lines" in room.checks()


def test_flask_rooms_lists_what_each_room_declares(app):
    told = app.test_cli_runner().invoke(args=["rooms"]).output

    assert told.index("accounts\n") < told.index("teams\n") < told.index("points\n")
    assert "  new_community\n    a shop\n    rules for earning\n" in told


def test_two_rooms_do_not_say_one_thing_twice():
    both = [Trail(events={"key_lent": "借钥匙"}), Trail(events={"key_lent": "还钥匙"})]

    with pytest.raises(ValueError, match="key_lent"):
        merged(both)


def test_the_codes_of_one_detail_come_from_several_rooms():
    states = room.trail().codes["state"]

    assert (states["active"], states["waitlisted"]) == ("在队", "候补")


def test_workbooks_stand_in_their_places_and_have_their_commands(app):
    told = app.test_cli_runner().invoke(args=["import", "--help"]).output

    assert list(room.workbooks()) == ["roster", "goods", "hours"]
    assert all(f"  {name} " in told for name in room.workbooks())


def test_a_permission_no_room_lists_is_an_error():
    assert room.permission("shop:sell") in room.held_by("shop_clerk")

    with pytest.raises(KeyError):
        room.permission("shop:sel")


def test_every_line_duty_and_way_leads_to_a_page(app):
    lines = [line for menu in Menu for line in room.lines(menu)]
    led_to = {each.endpoint for each in [*lines, *room.duties()]} | {room.way(to) for to in Way}
    begun = {room.begins_at(role) for role in Role} - {None}

    assert sorted((led_to | begun) - set(app.view_functions)) == []


def test_lines_stand_in_places_of_their_own():
    for menu in Menu:
        places = [line.place for line in room.lines(menu)]
        assert len(set(places)) == len(places), f"two lines of {menu} want one place"


def test_flask_rooms_lists_what_happens_when_a_member_leaves(app):
    told = app.test_cli_runner().invoke(args=["rooms"]).output

    assert "  leaving\n    places held and turns waited for\n" in told


def test_what_rooms_do_with_the_program_is_listed_and_leads_to_pages(app):
    told = app.test_cli_runner().invoke(args=["rooms"]).output

    assert "  begins\n    accounts.gate.init_app\n" in told
    assert room.sent_read_only() - set(app.view_functions) == set()


def test_what_was_put_together_is_forgotten_when_other_rooms_are_used():
    assert room.settings()
    room.use(["accounts"])

    try:
        assert (list(room.rooms()), room.settings(), room.workbooks()) == (["accounts"], {}, {})
    finally:
        room.use(house.rooms())
