"""Starting a round; applying, nominating, withdrawing; how long names hang, and the trail of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from commendations.levels.models import StarLevel
from commendations.levels.rules import counted_hours, levels
from commendations.nominations.models import (
    UNDER_WAY,
    Commendation,
    CommendationKind,
    CommendationState,
    Nomination,
    NominationMove,
    NominationState,
)
from commendations.nominations.rules import candidates, stages
from commendations.nominations.rules.refusals import (
    AlreadyNominated,
    CutOffAhead,
    DeedsLength,
    LevelHeld,
    LevelOutOfOrder,
    MonthNotOver,
    NotAStar,
    NotEnoughHours,
    OwnNomination,
    RoundExists,
    WrongKind,
)
from commendations.permissions import Permission
from commendations.settings import CommendationSettings
from core import clock, wording
from core.errors import NotAllowed
from teams.authority.act import Act
from teams.members.models import Member

DEEDS_LEAST, DEEDS_MOST = 50, 300


@dataclass(frozen=True, slots=True)
class Plan:
    """A round to be started. `day`: the cut-off day of levels, or any day of the month of stars."""

    kind: CommendationKind
    title: str
    day: date


def start(act: Act, plan: Plan) -> Commendation:
    """Open a round for applications or nominations.

    Raises NotAllowed, CutOffAhead (a day after today), MonthNotOver (its last day has not passed),
    RoundExists, in that order.
    """
    act.by.refuse_unless(Permission.COMMENDATION_CHECK)
    today = act.today
    month_on, cut_off_on = _days(plan, today)
    taken = select(Commendation.id).where(
        Commendation.community_id == act.community.id,
        Commendation.kind == plan.kind,
        Commendation.title == plan.title,
    )
    if act.session.scalar(taken) is not None:
        raise RoundExists
    values = act.settings(CommendationSettings, today)
    this_round = Commendation(
        community_id=act.community.id,
        kind=plan.kind,
        title=plan.title,
        month_on=month_on,
        cut_off_on=cut_off_on,
        working_days=notice_days(plan.kind, values),
        state=CommendationState.NOMINATING,
        made_by_id=act.by.person_id,
        made_at=act.now,
    )
    act.session.add(this_round)
    act.session.flush()
    act.note("commendation_started", this_round)
    return this_round


def _days(plan: Plan, today: date) -> tuple[date | None, date]:
    if plan.kind is CommendationKind.STAR_LEVEL:
        if plan.day > today:
            raise CutOffAhead
        return None, plan.day
    first, after = clock.month_bounds(plan.day)
    if after > today:
        raise MonthNotOver
    return first, after - timedelta(days=1)


def apply(act: Act, this_round: Commendation, level: StarLevel) -> Nomination:
    """Apply for a level for oneself; the next one may be applied for right after (T28).

    Counted are minutes posted by now and served up to the cut-off day (T29).
    Raises NotAllowed, WrongKind, NominatingClosed, LevelHeld, LevelOutOfOrder, NotEnoughHours,
    in that order.
    """
    act.by.refuse_unless(Permission.COMMENDATION_APPLY)
    if act.by.member_id is None:
        raise NotAllowed
    if this_round.kind is not CommendationKind.STAR_LEVEL:
        raise WrongKind
    stages.hold_open(act.session, this_round)
    next_rank = levels.ranks_of(act.session, this_round.community_id, act.by.member_id).next_rank
    _refuse_rank(act.session, level, next_rank)
    counted = _minutes_for(act, this_round, act.by.member_id)
    if counted < level.min_minutes:
        missing = wording.hours(level.min_minutes - counted)
        raise NotEnoughHours(title=level.title, missing=missing)
    member = act.session.get_one(Member, act.by.member_id)
    return _add(
        act,
        this_round,
        Nomination(
            member_id=member.id,
            team_id=member.home_team_id,
            state=NominationState.PROPOSED,
            level_id=level.id,
            minutes_at_cut_off=counted,
        ),
    )


def _refuse_rank(session: Session, level: StarLevel, next_rank: int) -> None:
    if level.rank < next_rank:
        raise LevelHeld
    if level.rank > next_rank:
        scheme = levels.scheme_of(session, level.community_id)
        raise LevelOutOfOrder(title=next(each.title for each in scheme if each.rank == next_rank))


def _minutes_for(act: Act, this_round: Commendation, member_id: int) -> int:
    values = settings_for(act, this_round)
    counted = counted_hours.minutes_up_to(
        act.session, this_round.community_id, [member_id], this_round.cut_off_on, act.now, values
    )
    return counted.get(member_id, 0)


def nominate(act: Act, this_round: Commendation, nominee: Member, deeds: str) -> Nomination:
    """Put another member forward as a star of the month of the home team, with deeds.

    Deeds: 50 to 300 characters, both counted in, blanks at the ends aside.
    Raises NotAllowed, WrongKind, NominatingClosed, OwnNomination, DeedsLength, NotAStar,
    AlreadyNominated, in that order.
    """
    act.by.refuse_unless(Permission.COMMENDATION_NOMINATE)
    if this_round.kind is not CommendationKind.STAR_OF_MONTH or this_round.month_on is None:
        raise WrongKind
    stages.hold_open(act.session, this_round)
    if nominee.person_id == act.by.person_id:
        raise OwnNomination
    words = deeds.strip()
    if not DEEDS_LEAST <= len(words) <= DEEDS_MOST:
        raise DeedsLength(least=DEEDS_LEAST, most=DEEDS_MOST, written=len(words))
    counted = _refuse_not_a_star(act, this_round, nominee)
    _refuse_second(act.session, this_round, nominee)
    return _add(
        act,
        this_round,
        Nomination(
            member_id=nominee.id,
            team_id=nominee.home_team_id,
            state=NominationState.PROPOSED,
            deeds=words,
            minutes_at_cut_off=counted,
        ),
    )


def _refuse_not_a_star(act: Act, this_round: Commendation, nominee: Member) -> int:
    community = act.within(this_round.community_id).community
    values = settings_for(act, this_round)
    assert this_round.month_on is not None  # noqa: S101 - a star round has its month
    found = candidates.of_month(act.session, community, this_round.month_on, values, nominee.id)
    if not found:
        least = wording.hours(values.star_least_minutes)
        raise NotAStar(least=least, months=values.star_not_again_months)
    return found[0].minutes


def _refuse_second(session: Session, this_round: Commendation, nominee: Member) -> None:
    live = select(Nomination.id).where(
        Nomination.community_id == this_round.community_id,
        Nomination.commendation_id == this_round.id,
        Nomination.member_id == nominee.id,
        Nomination.state.in_(UNDER_WAY),
    )
    if session.scalar(live) is not None:
        raise AlreadyNominated


def _add(act: Act, this_round: Commendation, nomination: Nomination) -> Nomination:
    nomination.community_id, nomination.commendation_id = this_round.community_id, this_round.id
    nomination.proposed_by_id, nomination.proposed_at = act.by.person_id, act.now
    act.session.add(nomination)
    act.session.flush()
    act.note("nomination_made", this_round, nomination=nomination.id)
    return nomination


def withdraw(act: Act, nomination: Nomination) -> None:
    """Take a nomination back before the review: whoever proposed it, or whom it names.

    Raises NotAllowed for anybody else; NominationSettled from the review on.
    """
    nominee = act.session.get_one(Member, nomination.member_id)
    if act.by.person_id not in {nomination.proposed_by_id, nominee.person_id}:
        raise NotAllowed
    stages.move(act.session, nomination, NominationMove.WITHDRAW)
    this_round = act.session.get_one(Commendation, nomination.commendation_id)
    act.note("nomination_withdrawn", this_round, nomination=nomination.id)
    if act.by.person_id != nomination.proposed_by_id:
        sentence = "您在“%(title)s”的提名，本人已经谢绝。"
        act.tell(nomination.proposed_by_id, sentence, title=this_round.title)


def notice_days(kind: CommendationKind, settings: CommendationSettings) -> int:
    """Return for how many working days the nominations of a round of this kind hang."""
    is_level = kind is CommendationKind.STAR_LEVEL
    return settings.level_notice_working_days if is_level else settings.star_notice_working_days


def settings_for(act: Act, this_round: Commendation) -> CommendationSettings:
    """Return the settings of the round's community as of today."""
    return act.within(this_round.community_id).settings(CommendationSettings)
