"""Figures of many communities side by side: what a room counts of each, for the county above."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import BigInteger, Date, Select, bindparam

from core.columns import UTCDateTime

PLACES = bindparam("places", type_=BigInteger, expanding=True)
FIRST_ON = bindparam("first_on", type_=Date)
NEXT_ON = bindparam("next_on", type_=Date)
FIRST_AT = bindparam("first_at", type_=UTCDateTime)
NEXT_AT = bindparam("next_at", type_=UTCDateTime)
LATE_AT = bindparam("late_at", type_=UTCDateTime)
TODAY = bindparam("today", type_=Date)
THIS_MONTH_ON = bindparam("this_month_on", type_=Date)
"""What every figure may ask of: the communities; the month asked for, its first day and moment and
those of the next; today and its month, and the moment before which what nobody did is late."""

LATE_DAYS = 7
"""So many days after the end of a shift the county sees its minutes as late."""


class Unit(StrEnum):
    """What a figure counts."""

    THINGS = "things"
    MINUTES = "minutes"
    POINTS = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One column of the county's table; those of all rooms stand by `place`, smallest first.

    `name`: as the address sorts by it. `words`: its head. `statement`: community and number, a row
    for each that has any. It names nobody and no row: the county reads one sum of each community.
    `is_late`: it counts what should have been done already.
    """

    name: str
    place: int
    words: str
    statement: Select[int, int]
    unit: Unit = Unit.THINGS
    is_late: bool = False
