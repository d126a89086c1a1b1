"""A round checked with minutes counted, reviewed by another person, published as a notice."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from commendations.levels.rules import counted_hours
from commendations.nominations.models import (
    Commendation,
    CommendationMove,
    Nomination,
    NominationMove,
    NominationState,
)
from commendations.nominations.rules import candidates, stages
from commendations.nominations.rules.nominations import notice_days, settings_for
from commendations.nominations.rules.refusals import (
    NobodyNominated,
    NothingToAnnounce,
    OneStarPerTeam,
    ReasonMissing,
    ReviewedByChecker,
)
from commendations.permissions import Permission
from core import wording
from core.errors import NotFound
from teams.authority.act import Act
from teams.notices.models import Notice
from teams.notices.rules import notices
from teams.notices.rules.notices import Announcement, Line

LEVEL_SENTENCE = "申请认定%(title)s，已入账 %(time)s"
STAR_SENTENCE = "月度之星，当月服务 %(time)s：%(deeds)s"
SHORT_OF_HOURS = "按截止日核对，已入账时长不够"
NOT_A_STAR = "按当月核对，不再符合月度之星的条件"


def names_of(
    session: Session, this_round: Commendation, *states: NominationState
) -> list[Nomination]:
    """Return the names of a round in these states, by number."""
    return list(
        session.scalars(
            select(Nomination)
            .where(
                Nomination.community_id == this_round.community_id,
                Nomination.commendation_id == this_round.id,
                Nomination.state.in_(states),
            )
            .order_by(Nomination.id)
        )
    )


def check(act: Act, this_round: Commendation) -> None:
    """Close the round to new names and count the minutes of each as of now.

    Who falls short is refused with the reason; nobody checks a round that names himself.
    Raises NotAllowed, OwnCase, StepTaken, NobodyNominated, in that order.
    """
    act.by.refuse_unless(Permission.COMMENDATION_CHECK)
    _others_names(act, this_round, NominationState.PROPOSED)
    stages.advance(
        act.session,
        this_round,
        CommendationMove.CHECK,
        checked_at=act.now,
        checked_by_id=act.by.person_id,
    )
    names = _others_names(act, this_round, NominationState.PROPOSED)
    if not names:
        raise NobodyNominated
    counted = counted_minutes(act, this_round)
    for name in names:
        found = counted.get(name.member_id, 0)
        if _is_short(name, counted):
            reason = SHORT_OF_HOURS if name.level else NOT_A_STAR
            _refuse(act, name, reason, minutes_at_cut_off=found)
        else:
            stages.move(act.session, name, NominationMove.CHECK, minutes_at_cut_off=found)
    act.note("commendation_checked", this_round, names=len(names))


def _others_names(act: Act, this_round: Commendation, state: NominationState) -> list[Nomination]:
    names = names_of(act.session, this_round, state)
    for name in names:
        act.by.refuse_own_case(name.member.person_id)
    return names


def _is_short(name: Nomination, counted: Mapping[int, int]) -> bool:
    least = name.level.min_minutes if name.level is not None else 1
    return counted.get(name.member_id, 0) < least


def counted_minutes(act: Act, this_round: Commendation) -> dict[int, int]:
    """Return the minutes of everybody named: up to the cut-off, or of the month for stars."""
    values = settings_for(act, this_round)
    names = names_of(
        act.session,
        this_round,
        NominationState.PROPOSED,
        NominationState.CHECKED,
        NominationState.CONFIRMED,
    )
    members = {name.member_id for name in names}
    if this_round.month_on is None:
        before = this_round.reviewed_at or act.now
        cut_off_on = this_round.cut_off_on
        return counted_hours.minutes_up_to(
            act.session, this_round.community_id, members, cut_off_on, before, values
        )
    community = act.within(this_round.community_id).community
    found = candidates.of_month(act.session, community, this_round.month_on, values)
    return {each.member_id: each.minutes for each in found if each.member_id in members}


def _refuse(act: Act, name: Nomination, reason: str, **stamps: object) -> None:
    stages.move(
        act.session, name, NominationMove.REFUSE, decision=reason, decided_at=act.now, **stamps
    )
    sentence = "“%(title)s”这次没有通过：%(reason)s。"
    title = name.commendation.title
    act.tell(name.proposed_by_id, sentence, title=title, reason=reason)


def review(act: Act, this_round: Commendation, refused: Mapping[int, str]) -> None:
    """Accept every checked name but those in `refused` (number of the name → reason).

    One reviewer until panels exist; never who checked, proposed, or is named. Minutes are counted
    once more: what was posted before this moment counts, by the day of service (T29).
    Raises NotAllowed, OwnCase, ReviewedByChecker, StepTooEarly or StepTaken, NotFound,
    ReasonMissing, OneStarPerTeam, in that order.
    """
    act.by.refuse_unless(Permission.COMMENDATION_REVIEW)
    names = _others_names(act, this_round, NominationState.CHECKED)
    if act.by.person_id in {this_round.checked_by_id, *(name.proposed_by_id for name in names)}:
        raise ReviewedByChecker
    stages.advance(
        act.session,
        this_round,
        CommendationMove.REVIEW,
        reviewed_at=act.now,
        reviewed_by_id=act.by.person_id,
    )
    names = names_of(act.session, this_round, NominationState.CHECKED)
    if set(refused) - {name.id for name in names}:
        raise NotFound
    if any(len(reason.strip()) < 4 for reason in refused.values()):
        raise ReasonMissing
    _decide(act, this_round, names, refused)
    act.note("commendation_reviewed", this_round, refused=len(refused))


def _decide(
    act: Act, this_round: Commendation, names: list[Nomination], refused: Mapping[int, str]
) -> None:
    counted, starred = counted_minutes(act, this_round), set()
    for name in names:
        stamps = {
            "decided_by_id": act.by.person_id,
            "minutes_at_cut_off": counted.get(name.member_id, 0),
        }
        if name.id in refused:
            _refuse(act, name, refused[name.id].strip(), **stamps)
        elif _is_short(name, counted):
            _refuse(act, name, SHORT_OF_HOURS if name.level else NOT_A_STAR, **stamps)
        elif name.level is None and name.team_id in starred:
            raise OneStarPerTeam
        else:
            starred.add(name.team_id)
            stages.move(act.session, name, NominationMove.ACCEPT, decided_at=act.now, **stamps)


def publish(act: Act, this_round: Commendation) -> Notice:
    """Hang the accepted names: star levels 5 working days, stars of the month 3 (T18; settings).

    Raises NotAllowed, StepTooEarly or StepTaken, NothingToAnnounce, in that order.
    """
    act.by.refuse_unless(Permission.NOTICE_MANAGE)
    days = notice_days(this_round.kind, settings_for(act, this_round))
    stages.advance(act.session, this_round, CommendationMove.PUBLISH, working_days=days)
    names = names_of(act.session, this_round, NominationState.ACCEPTED)
    if not names:
        raise NothingToAnnounce
    announcement = Announcement(
        kind=this_round.kind.value,
        title=this_round.title,
        working_days=days,
        lines=[_line(name) for name in names],
    )
    notice = notices.post(act.within(this_round.community_id), announcement, act.by.person_id)
    this_round.notice_id = notice.id
    act.session.flush()
    _tell_named(act, names, days)
    act.note("commendation_published", this_round, notice=notice.id)
    return notice


def _line(name: Nomination) -> Line:
    time = wording.hours(name.minutes_at_cut_off)
    if name.level is not None:
        values = {"title": name.level.title, "time": time}
        return Line(name.member_id, name.id, LEVEL_SENTENCE, values)
    return Line(name.member_id, name.id, STAR_SENTENCE, {"time": time, "deeds": name.deeds})


def _tell_named(act: Act, names: list[Nomination], days: int) -> None:
    sentence = "“%(title)s”开始公示，共 %(days)s 个工作日，没有异议就颁发证书。"
    for name in names:
        title = name.commendation.title
        act.tell(name.member.person_id, sentence, title=title, days=days)
