"""What is still to come in a station: shifts open to all, and who signed up already."""

from __future__ import annotations

from datetime import timedelta

from bench.town.service import SHIFTS_OF_AN_ACTIVITY, a_shift, an_activity
from bench.town.sheets import Sheets
from bench.town.station import STAFF, Station
from volunteer.activities.models import ShiftState
from volunteer.sign_ups.models import SignUp, SignUpState

FIRST_IN_DAYS = 9
"""So many days after the town was built the first shift begins: a town is used for a week."""

LENGTH = timedelta(minutes=50)
PLACES = 100
SIGNED_UP = 3
LAST_WITH_PEOPLE = 2_000


def write(sheets: Sheets, station: Station) -> None:
    """Write the coming shifts, one begins each hour, ten an activity; some have people."""
    first_at = station.at(station.today + timedelta(days=FIRST_IN_DAYS), 8)
    activity = (0, 0)
    for number in range(station.scale.coming_in(station.number)):
        if number % SHIFTS_OF_AN_ACTIVITY == 0:
            kind = station.kinds[number // SHIFTS_OF_AN_ACTIVITY % len(station.kinds)]
            activity = an_activity(sheets, station, kind, station.built_at)
        when = (first_at + timedelta(hours=number), ShiftState.OPEN)
        shift_id = a_shift(sheets, station, activity, when, LENGTH)
        crew = _crew(station, number)
        sheets.places.add(station.id, shift_id, PLACES, len(crew))
        for at in crew:
            _sign_up(sheets, station, shift_id, at)


def _crew(station: Station, number: int) -> list[int]:
    """Return who signed up: nobody whom a leg signs up."""
    first = STAFF + len(station.signed_in)
    others = station.scale.people - first
    if number >= LAST_WITH_PEOPLE or others < SIGNED_UP:
        return []
    return [first + (SIGNED_UP * number + seat) % others for seat in range(SIGNED_UP)]


def _sign_up(sheets: Sheets, station: Station, shift_id: int, at: int) -> None:
    signed = (station.built_at, station.people[at], None, None, "", "")
    row = (sheets.next(SignUp), station.id, shift_id, station.members[at], SignUpState.APPROVED)
    sheets.sign_ups.add(*row, *signed)
