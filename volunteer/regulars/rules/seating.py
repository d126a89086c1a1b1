"""Places kept for regulars: each coming shift is decided once, by one path and one rule (0026)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from core import clock
from teams.authority.act import Act
from teams.members.models import Community, TeamMember, TeamMemberState
from teams.members.rules.members import hold_member
from volunteer.activities.models import (
    IS_COPY,
    SERIES_ID,
    Activity,
    ActivityCopy,
    ActivityState,
    Post,
    Shift,
    ShiftPlaces,
    ShiftState,
)
from volunteer.activities.rules import refusals, shift_places
from volunteer.regulars.models import Outcome, Regular, RegularState, RegularTurn
from volunteer.regulars.rules import series
from volunteer.regulars.rules.series import slot_of
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import HOLDING_PLACE, SignUp
from volunteer.sign_ups.rules import risk_readings, sign_ups
from volunteer.sign_ups.rules.reminders import LEAD
from volunteer.sign_ups.rules.sign_ups import Wish
from volunteer.sign_ups.rules.verdicts import Answer, Verdict

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Due:
    """One turn nobody decided yet."""

    regular: Regular
    shift_id: int


def seat_regulars(session: Session, now: datetime) -> int:
    """Decide the turns of the next shift that has any; return how many.

    One shift a batch: its members are taken first, ascending, then its counters (decision 0006).
    """
    for community in session.scalars(select(Community).order_by(Community.id)).all():
        act = Act(session, now, community=community)
        _shift, turns = next(groupby(_due(act, LEAD), key=attrgetter("shift_id")), (0, iter(())))
        if done := _seat_all(act, list(turns)):
            return done
    return 0


def _seat_all(act: Act, seen: Sequence[Due]) -> int:
    """Decide the turns of one shift, in the order the places of a shift too small go round."""
    if not seen:
        return 0
    for member_id in sorted({each.regular.member_id for each in seen}):
        hold_member(act.session, act.community.id, member_id)
    shift_id = seen[0].shift_id
    shift_places.hold(act.session, act.community.id, [shift_id])
    ids = [each.regular.id for each in seen]
    still_due = [
        each.regular for each in _due(act, LEAD, Shift.id == shift_id, Regular.id.in_(ids))
    ]
    return len([_decide(act, each, shift_id) for each in _in_turn(act.session, still_due)])


def seat(act: Act, regular: Regular) -> list[RegularTurn]:
    """Decide at once every turn that is due to one regular, and say so to nobody.

    The caller tells it, who is looking, so that no hours to say no are kept free. The member's row
    is taken here, then the counters.
    """
    hold_member(act.session, act.community.id, regular.member_id)
    due = _due(act, timedelta(0), Regular.id == regular.id)
    shift_places.hold(act.session, act.community.id, sorted(each.shift_id for each in due))
    turns = [_decide(act, regular, each.shift_id) for each in due]
    for turn in turns:
        turn.told_at = act.now
    act.session.flush()
    return turns


def _decide(act: Act, regular: Regular, shift_id: int) -> RegularTurn:
    """Decide one turn; whoever decides one of this member holds the member's row, so once."""
    turn = RegularTurn(
        community_id=act.community.id,
        regular_id=regular.id,
        shift_id=shift_id,
        outcome=_outcome(act, regular, shift_id),
        decided_at=act.now,
    )
    act.session.add(turn)
    act.session.flush()
    return turn


def _outcome(act: Act, regular: Regular, shift_id: int) -> Outcome:
    places, kept = act.session.execute(_places_and_kept(act.community.id, shift_id)).one()
    if kept >= series.most_kept(places, act.settings(VolunteerSettings)):
        return Outcome.SHARE
    return outcome_of(sign_ups.keep_place(act, Wish(shift_id, regular.member_id)))


def _places_and_kept(community_id: int, shift_id: int) -> Select[int, int]:
    """Return the question for the places of a shift, and how many regulars hold as such."""
    held = (
        select(func.count())
        .select_from(RegularTurn)
        .join(Regular, Regular.id == RegularTurn.regular_id)
        .join(
            SignUp,
            and_(SignUp.shift_id == RegularTurn.shift_id, SignUp.member_id == Regular.member_id),
        )
        .where(
            RegularTurn.community_id == community_id,
            RegularTurn.shift_id == shift_id,
            RegularTurn.outcome == Outcome.KEPT,
            SignUp.state.in_(HOLDING_PLACE),
        )
        .scalar_subquery()
    )
    return select(ShiftPlaces.places, held).where(
        ShiftPlaces.community_id == community_id, ShiftPlaces.shift_id == shift_id
    )


def outcome_of(verdict: Verdict) -> Outcome:
    """Say what a verdict makes of a turn; only a free place nobody waits for is kept."""
    if verdict.answer is Answer.OPEN:
        return Outcome.KEPT
    if verdict.answer is Answer.WAITING_LIST:
        return Outcome.FULL
    is_other = verdict.answer is Answer.SWITCH
    if is_other or isinstance(verdict.refusal, refusals.TimeClash | refusals.WaitsForAnotherPost):
        return Outcome.CLASH
    if isinstance(verdict.refusal, risk_readings.RiskUnread):
        return Outcome.UNREAD
    return Outcome.OWN if verdict.is_held else Outcome.UNFIT


def _in_turn(session: Session, regulars: Sequence[Regular]) -> list[Regular]:
    """Order regulars for one shift: who was kept a place longest ago, then seldomest, then oldest.

    Whoever never had one comes first, so that a place too few goes round (decision 0026).
    """
    asked = (
        select(RegularTurn.regular_id, func.max(Shift.starts_at), func.count())
        .join(Shift, Shift.id == RegularTurn.shift_id)
        .where(
            RegularTurn.regular_id.in_([each.id for each in regulars]),
            RegularTurn.outcome == Outcome.KEPT,
        )
        .group_by(RegularTurn.regular_id)
    )
    had = {regular_id: (last, count) for regular_id, last, count in session.execute(asked)}

    return sorted(
        regulars,
        key=lambda each: (*had.get(each.id, (NEVER, 0)), each.since_at or NEVER, each.id),
    )


def _due(act: Act, lead: timedelta, *also: ColumnElement[bool]) -> list[Due]:
    """Return the turns nobody decided, the first shift first.

    Left out is what begins so soon that no more than `lead` is left to say no for nothing.
    """
    free_hours = act.settings(VolunteerSettings).free_cancel_hours
    asked = _undecided(act, act.now + timedelta(hours=free_hours) + lead).where(*also)
    zone = act.community.zone
    return [
        Due(regular, shift_id)
        for regular, shift_id, starts_at in act.session.execute(asked)
        if slot_of(regular).takes(starts_at, zone)
        and not regular.is_paused_on(clock.local_day(starts_at, zone))
    ]


def _undecided(act: Act, after: datetime) -> Select[Regular, int, datetime]:
    """Return the question for what members of the team keep and nobody decided yet."""
    decided = exists().where(
        RegularTurn.community_id == Shift.community_id,
        RegularTurn.regular_id == Regular.id,
        RegularTurn.shift_id == Shift.id,
    )
    in_team = exists().where(
        TeamMember.community_id == Regular.community_id,
        TeamMember.team_id == Activity.team_id,
        TeamMember.member_id == Regular.member_id,
        TeamMember.state == TeamMemberState.ACCEPTED,
    )
    is_theirs = and_(
        Regular.community_id == Shift.community_id,
        Regular.series_id == SERIES_ID,
        Regular.post_name == Post.name,
        Regular.state == RegularState.ACTIVE,
    )
    return (
        select(Regular, Shift.id, Shift.starts_at)
        .select_from(Shift)
        .join(Activity, Activity.id == Shift.activity_id)
        .join(Post, Post.id == Shift.post_id)
        .outerjoin(ActivityCopy, IS_COPY)
        .join(Regular, is_theirs)
        .where(
            Shift.community_id == act.community.id,
            Shift.state == ShiftState.OPEN,
            Shift.starts_at > after,
            Shift.sign_up_closes_at > act.now,
            Activity.state == ActivityState.PUBLISHED,
            in_team,
            ~decided,
        )
        .order_by(Shift.starts_at, Shift.id, Regular.id)
    )
