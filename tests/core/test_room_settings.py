"""A room's settings are read from what is kept: by field, in the kind of the field."""

from dataclasses import FrozenInstanceError, dataclass
from enum import StrEnum

import pytest

from core.room_settings import (
    Limits,
    RoomSettings,
    choice,
    made_of,
    settings_in,
    whole,
    yes_or_no,
)


class Colour(StrEnum):
    """What a lamp shines in."""

    RED = "RED"
    GREEN = "GREEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class LampSettings(RoomSettings):
    """A room of lamps."""

    lit_hours: int = whole(8, "亮多久", "亮这么久。", Limits(1, 24, "小时"), earlier="lit")
    colour: Colour = choice(
        Colour.RED, "颜色", "亮什么颜色。", {Colour.RED: "红", Colour.GREEN: "绿"}
    )
    is_dimmed: bool = yes_or_no("调暗", "选“是”，夜里调暗。", default=True)


def test_what_was_never_set_has_its_default():
    assert made_of(LampSettings, {}) == LampSettings(lit_hours=8, colour=Colour.RED, is_dimmed=True)


def test_what_is_kept_is_read_in_the_kind_of_its_field():
    kept = made_of(LampSettings, {"lit_hours": 5, "colour": "GREEN", "is_dimmed": False})

    assert (kept.lit_hours, kept.colour, kept.is_dimmed) == (5, Colour.GREEN, False)
    assert kept.colour is Colour.GREEN


def test_what_other_rooms_keep_is_passed_over():
    assert made_of(LampSettings, {"lit": 3, "monthly_points": 9}) == LampSettings()


def test_settings_cannot_be_changed_in_passing():
    with pytest.raises(FrozenInstanceError):
        LampSettings().lit_hours = 3


def test_a_field_tells_what_a_page_shows_of_it():
    hours, colour, dimmed = settings_in(LampSettings).values()

    assert (hours.name, hours.default, hours.earlier) == ("lit_hours", 8, "lit")
    assert hours.limits == Limits(1, 24, "小时")
    assert colour.choices == {"RED": "红", "GREEN": "绿"}
    assert (dimmed.is_yes_or_no, hours.is_yes_or_no) == (True, False)
