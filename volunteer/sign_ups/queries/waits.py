"""What waits for one reader, read in one statement: questions, codes, hours, marks, own shifts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import TypeVar

from sqlalchemy import Row
from sqlalchemy.orm import Session

from core.mixed_rows import told_as
from points.goods.rules import shops
from points.goods.rules.shops import Calendar
from teams.members.models import Community, Member
from volunteer.sign_ups.models import WarningKind
from volunteer.sign_ups.queries.wait_rows import What
from volunteer.sign_ups.queries.waits_asked import ONLY_TOLD, waits_asked

Kind = TypeVar("Kind")

MESSAGES_FROM = timedelta(days=14)
"""How far back a message may lie that the first page still shows."""


@dataclass(frozen=True, slots=True)
class AskedOfMe:
    """A place somebody asks the reader to take over; `until`: when sign-up closes."""

    number: int
    activity_id: int
    title: str
    place: str
    name: str
    volunteer_no: str
    starts_at: datetime
    ends_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A place kept for the reader as regular `number`: in shift `amount`, by sign-up `count`."""

    number: int
    activity_id: int
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    amount: int
    count: int


@dataclass(frozen=True, slots=True)
class Offered:
    """A series a leader asks the reader to come to each time: its activity, and the post."""

    number: int
    title: str
    name: str


@dataclass(frozen=True, slots=True)
class ToCollect:
    """A reservation to be collected until `until`, at which shop, open when; `note` of the shop."""

    number: int
    title: str
    place: str
    note: str
    until: datetime
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Led:
    """A shift of the reader's own teams that goes on now: how many are there, and have a place."""

    number: int
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    amount: int
    count: int


@dataclass(frozen=True, slots=True)
class LiveMark:
    """A mark that counts: of which sign-up, for what, and when."""

    number: int
    title: str
    kind: WarningKind
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Unread:
    """A message that leads to something, unread."""

    number: int
    title: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class HoursOnNotice:
    """Minutes of the reader that hang in public until the end of `last_on`."""

    number: int
    title: str
    amount: int
    day: date
    last_on: date


@dataclass(slots=True)
class Waiting:
    """All that waits for one reader beside the own places, each kind in its own order."""

    asked: list[AskedOfMe] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    offered: list[Offered] = field(default_factory=list)
    codes: list[ToCollect] = field(default_factory=list)
    led: list[Led] = field(default_factory=list)
    marks: list[LiveMark] = field(default_factory=list)
    messages: list[Unread] = field(default_factory=list)
    on_notice: list[HoursOnNotice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Whose:
    """For whom, and what of it: marks since when; shifts of which teams (None: all, empty: none).

    `kept_before`: a place kept for a regular is told of in what begins until then.
    `led_since` and `led_before`: a shift led now ended after the one and begins before the other.
    """

    member: Member
    marks_since: datetime
    led_since: datetime
    led_before: datetime
    kept_before: datetime
    team_ids: frozenset[int] | None = frozenset()


def waiting_for(session: Session, community: Community, whose: Whose, now: datetime) -> Waiting:
    """Return all that waits for a member of this community, in one statement."""
    leads = whose.team_ids is None or bool(whose.team_ids)
    values = {
        "the_community": community.id,
        "the_member": whose.member.id,
        "the_person": whose.member.person_id,
        "marks_since": whose.marks_since,
        "now": now,
        "new_since": now - MESSAGES_FROM,
        "kept_before": whose.kept_before,
        "own_link": f"/c/{community.slug}/%",
    }
    values |= {f"told_{at}": f"/c/{community.slug}{path}%" for at, path in enumerate(ONLY_TOLD)}
    if leads:
        values |= {"led_since": whose.led_since, "led_before": whose.led_before}
    if whose.team_ids:
        values["the_teams"] = sorted(whose.team_ids)
    asked = waits_asked(leads=leads, has_teams=bool(whose.team_ids))
    return _sorted(session.execute(asked, values).all(), community.zone)


def _sorted(rows: Sequence[Row[*tuple[object, ...]]], zone: str) -> Waiting:
    of: dict[str, list[Row[*tuple[object, ...]]]] = {each.value: [] for each in What}
    for row in rows:
        of[row.part].append(row)

    def told(kind: type[Kind], what: What, by: str) -> list[Kind]:
        return sorted((told_as(kind, row) for row in of[what]), key=attrgetter(by))

    return Waiting(
        asked=told(AskedOfMe, What.ASKED, "until"),
        kept=told(Kept, What.KEPT, "starts_at"),
        offered=told(Offered, What.OFFERED, "number"),
        codes=_codes(of[What.CODE], zone),
        led=told(Led, What.LED, "starts_at"),
        marks=told(LiveMark, What.MARK, "happened_at"),
        messages=told(Unread, What.MESSAGE, "number")[::-1],
        on_notice=told(HoursOnNotice, What.ON_NOTICE, "last_on"),
    )


def _codes(rows: Sequence[Row[*tuple[object, ...]]], zone: str) -> list[ToCollect]:
    """Gather the reservations from one row each span of opening hours."""
    spans: dict[int, list[Row[*tuple[object, ...]]]] = {}
    for row in rows:
        spans.setdefault(row.number, []).append(row)
    found = [
        ToCollect(
            number,
            of[0].title,
            of[0].place,
            of[0].name,
            of[0].until,
            shops.calendar_from([each for each in of if each.opens_minute is not None], zone),
        )
        for number, of in spans.items()
    ]
    return sorted(found, key=lambda each: each.until)
