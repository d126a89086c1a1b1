"""轮到我的: what waits for the reader on the first page, each with its own way to answer."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core import clock
from core.db import db
from core.template_filters import tongue
from points.goods.rules.opening_words import sentence
from teams.gate import authority, community
from volunteer.activities.rules.reader_background import HeldSignUp
from volunteer.activities.rules.reader_records import ReaderRecord
from volunteer.activities.rules.windows import begins_by, ended_since
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUpState, WarningKind
from volunteer.sign_ups.queries.waits import (
    Kept,
    LiveMark,
    ToCollect,
    Waiting,
    Whose,
    waiting_for,
)
from volunteer.sign_ups.rules import late_marks, reminders
from volunteer.sign_ups.rules.keeping import answer_until


@dataclass(frozen=True, slots=True)
class GivenPlace:
    """A place the queue gave and nobody answered yet; `until`: declined freely before that."""

    held: HeldSignUp
    until: datetime


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A place kept for a regular; given back by one press before `free_until`, else on its page."""

    kept: Kept
    free_until: datetime
    is_free: bool


@dataclass(frozen=True, slots=True)
class Code:
    """A reservation to collect, and when the shop is open in words."""

    to_collect: ToCollect
    hours: str


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A mark that counts, until which day, and whether it may still be explained."""

    sign_up_id: int
    title: str
    kind: WarningKind
    happened_on: date
    fades_on: date
    may_explain: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """Everything that waits for the reader, most pressing kind first."""

    given: list[GivenPlace]
    kept: list[KeptPlace]
    codes: list[Code]
    marks: list[ShownMark]
    told: Waiting
    settings: VolunteerSettings
    paused_until: datetime | None

    @property
    def is_empty(self) -> bool:
        """Say whether nothing waits."""
        told = self.told
        return not (
            self.given
            or self.kept
            or self.codes
            or self.marks
            or self.paused_until
            or told.asked
            or told.offered
            or told.led
            or told.messages
            or told.on_notice
        )

    def gives(self, held: HeldSignUp) -> bool:
        """Say whether this sign-up is a place that is asked about here."""
        return any(each.held.sign_up_id == held.sign_up_id for each in self.given)

    def keeps(self, held: HeldSignUp | None) -> KeptPlace | None:
        """Return this sign-up as the place kept for a regular, or None."""
        number = None if held is None else held.sign_up_id
        return next((each for each in self.kept if each.kept.count == number), None)

    def without(self, place: KeptPlace) -> "Waits":
        """Return the same but for this place, which the page shows already."""
        return replace(self, kept=[each for each in self.kept if each is not place])


def waits_of(reader: ReaderRecord, now: datetime) -> Waits | None:
    """Return what waits for the reader; None for whoever is no member here."""
    member = reader.member
    if member is None:
        return None
    settings, zone = reader.settings, reader.zone
    whose = Whose(
        member,
        marks_since=late_marks.counts_since(settings, zone, now),
        led_since=ended_since(settings, now),
        led_before=begins_by(settings, now),
        kept_before=now + reminders.told_before(settings),
        team_ids=_led_teams(),
    )
    told = waiting_for(db.session(), community(), whose, now)
    is_paused = member.paused_until is not None and now < member.paused_until
    return Waits(
        given=given_places(reader, now),
        kept=[_kept(each, settings, now) for each in told.kept],
        codes=[_code(each, clock.local_day(now, zone)) for each in told.codes],
        marks=[_shown(each, reader, now) for each in told.marks],
        told=told,
        settings=settings,
        paused_until=member.paused_until if is_paused else None,
    )


def given_places(reader: ReaderRecord, now: datetime) -> list[GivenPlace]:
    """Return the places the queue gave, not answered yet and still declined freely, by start."""
    found = []
    for held in reader.held_sign_ups:
        until = answer_until(held.promoted_at, held.starts_at, reader.settings)
        is_open = held.state is SignUpState.APPROVED and held.kept_at is None
        if is_open and until is not None and now < until:
            found.append(GivenPlace(held, until))
    return found


def _kept(each: Kept, settings: VolunteerSettings, now: datetime) -> KeptPlace:
    free_until = each.starts_at - timedelta(hours=settings.free_cancel_hours)
    return KeptPlace(each, free_until, is_free=now < free_until)


def _led_teams() -> frozenset[int] | None:
    by = authority()
    if not by.may(Permission.ATTENDANCE_MANAGE):
        return frozenset()
    return by.teams_with(Permission.ATTENDANCE_MANAGE)


def _code(each: ToCollect, today: date) -> Code:
    return Code(each, sentence(each.calendar, each.note, today, tongue()))


def _shown(mark: LiveMark, reader: ReaderRecord, now: datetime) -> ShownMark:
    happened_on = clock.local_day(mark.happened_at, reader.zone)
    last_day = happened_on + timedelta(days=reader.settings.excuse_days)
    return ShownMark(
        mark.number,
        mark.title,
        mark.kind,
        happened_on,
        late_marks.fades_on(mark.happened_at, reader.settings, reader.zone),
        may_explain=clock.local_day(now, reader.zone) <= last_day,
    )
