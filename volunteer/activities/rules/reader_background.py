"""What the books say of one reader, in one statement: a page may send only twelve."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Row,
    String,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from accounts.models import Guardian
from core.columns import UTCDateTime
from core.mixed_rows import MixedRow, MixedRows, told_as
from teams.members.models import Member, TeamMember, TeamMemberState
from volunteer.activities.models import Activity, Qualification, Shift
from volunteer.hours.models import TRAINING, RecordState, ServiceRecord
from volunteer.sign_ups.models import LIVE, OpeningReminder, SignUp, SignUpState


class Part(StrEnum):
    """Which table a row of the answer comes from."""

    TEAM = "team"
    REMINDER = "reminder"
    CERTIFICATE = "certificate"
    TRAINED = "trained"
    GUARDIAN = "guardian"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class HeldSignUp:
    """One live sign-up: of what, when, and how far in the queue (`ahead` when waiting)."""

    sign_up_id: int
    shift_id: int
    activity_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    state: SignUpState
    queue_no: int | None
    place: str
    promoted_at: datetime | None = None
    kept_at: datetime | None = None
    ahead: int = 0

    @property
    def is_waiting(self) -> bool:
        """Say whether it is a place in the queue and not a place."""
        return self.state is SignUpState.WAITLISTED


@dataclass(slots=True)
class ReaderBackground:
    """Teams that accepted the reader, shifts they want word of, certificates by kind, guardian."""

    team_ids: set[int] = field(default_factory=set)
    reminded: set[int] = field(default_factory=set)
    certificates: dict[str, date] = field(default_factory=dict)
    trained_on: date | None = None
    has_consent: bool = False
    guardian_person_id: int | None = None
    held: list[HeldSignUp] = field(default_factory=list)


def background_of(
    session: Session, member: Member, unopened: list[int], since: datetime
) -> ReaderBackground:
    """Return what is known of `member`.

    Reminders only of the shifts `unopened`, sign-ups only of shifts that end after `since`, by
    their start.
    """
    whose = {
        "the_community": member.community_id,
        "the_member": member.id,
        "the_person": member.person_id,
        "unopened": unopened,
        "since": since,
    }
    background = ReaderBackground()
    for row in session.execute(_FACTS, whose):
        if row.part == Part.HELD:
            background.held.append(told_as(HeldSignUp, row))
        else:
            _take(background, row)
    background.held.sort(key=lambda each: (each.starts_at, each.sign_up_id))
    return background


def _take(background: ReaderBackground, row: Row[*tuple[object, ...]]) -> None:
    if row.part == Part.TEAM:
        background.team_ids.add(row.number)
    elif row.part == Part.REMINDER:
        background.reminded.add(row.number)
    elif row.part == Part.GUARDIAN:
        background.has_consent, background.guardian_person_id = True, row.number
    elif row.part == Part.TRAINED:
        background.trained_on = row.day
    elif row.day is not None:
        background.certificates[row.words] = row.day


_FACT = MixedRows(
    {
        "number": cast(None, BigInteger),
        "words": literal("", String),
        "day": cast(None, Date),
        "sign_up_id": cast(None, BigInteger),
        "shift_id": cast(None, BigInteger),
        "activity_id": cast(None, BigInteger),
        "title": literal("", String),
        "starts_at": cast(None, UTCDateTime),
        "ends_at": cast(None, UTCDateTime),
        "state": cast(None, SignUp.state.type),
        "queue_no": cast(None, BigInteger),
        "place": literal("", String),
        "promoted_at": cast(None, UTCDateTime),
        "kept_at": cast(None, UTCDateTime),
        "ahead": cast(None, BigInteger),
    }
)


def _of_reader(
    table: type[TeamMember | OpeningReminder | Qualification | ServiceRecord | SignUp],
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        table.community_id == bindparam("the_community"),
        table.member_id == bindparam("the_member"),
    )


def _teams() -> MixedRow:
    """Return the teams whose leader accepted the member; a wish opens nothing (contract 9)."""
    return _FACT.of(Part.TEAM, number=cast(TeamMember.team_id, BigInteger)).where(
        *_of_reader(TeamMember), TeamMember.state == TeamMemberState.ACCEPTED
    )


def _reminders() -> MixedRow:
    return _FACT.of(Part.REMINDER, number=OpeningReminder.shift_id).where(
        *_of_reader(OpeningReminder),
        OpeningReminder.shift_id.in_(bindparam("unopened", expanding=True)),
    )


def _certificates() -> MixedRow:
    kind, newest = cast(Qualification.kind, String), func.max(Qualification.last_on)
    return (
        _FACT.of(Part.CERTIFICATE, words=kind, day=newest)
        .where(*_of_reader(Qualification), Qualification.ended_at.is_(None))
        .group_by(Qualification.kind)
    )


def _trained() -> MixedRow:
    return _FACT.of(Part.TRAINED, day=func.max(ServiceRecord.served_on)).where(
        *_of_reader(ServiceRecord),
        ServiceRecord.type_code == TRAINING,
        ServiceRecord.state != RecordState.VOIDED,
    )


def _guardian() -> MixedRow:
    return _FACT.of(Part.GUARDIAN, number=Guardian.guardian_person_id).where(
        Guardian.person_id == bindparam("the_person"), Guardian.consented_at.is_not(None)
    )


def _held() -> MixedRow:
    """Return the live sign-ups; who waits before a place that is taken is not counted."""
    others = aliased(SignUp)
    before = select(func.count(others.id)).where(
        others.shift_id == SignUp.shift_id,
        others.state == SignUpState.WAITLISTED,
        others.queue_no < SignUp.queue_no,
    )
    waits = SignUp.state == SignUpState.WAITLISTED
    held = _FACT.of(
        Part.HELD,
        sign_up_id=SignUp.id,
        shift_id=Shift.id,
        activity_id=Shift.activity_id,
        title=Activity.title,
        starts_at=Shift.starts_at,
        ends_at=Shift.ends_at,
        state=SignUp.state,
        queue_no=SignUp.queue_no,
        place=case((Shift.place != "", Shift.place), else_=Activity.place),
        promoted_at=SignUp.promoted_at,
        kept_at=SignUp.kept_at,
        ahead=case((waits, before.scalar_subquery()), else_=0),
    )
    return (
        held.join(Shift, Shift.id == SignUp.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(*_of_reader(SignUp), SignUp.state.in_(LIVE), Shift.ends_at > bindparam("since"))
    )


_FACTS = union_all(_teams(), _reminders(), _certificates(), _trained(), _guardian(), _held())
