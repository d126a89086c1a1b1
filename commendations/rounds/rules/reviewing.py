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


def nominations_of(
    session: Session, this_round: Commendation, *states: NominationState
) -> list[Nomination]:
    """Return the nominations of a round in these states, by number."""
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
    """Close the round to nominations and count the minutes of each as of now.

    Who falls short is refused with the reason; nobody checks a round that has the own name in it.
    Raises NotAllowed, OwnCase, StepTaken, NobodyNominated, in that order.
    """
    act.by.refuse_unless(Permission.COMMENDATION_CHECK)
    _others_nominations(act, this_round, NominationState.PROPOSED)
    stages.advance(
        act.session,
        this_round,
        CommendationMove.CHECK,
        checked_at=act.now,
        checked_by_id=act.by.person_id,
    )
    nominations = _others_nominations(act, this_round, NominationState.PROPOSED)
    if not nominations:
        raise NobodyNominated
    counted = counted_minutes(act, this_round)
    for nomination in nominations:
        found = counted.get(nomination.member_id, 0)
        if _is_short(nomination, counted):
            reason = SHORT_OF_HOURS if nomination.level else NOT_A_STAR
            _refuse(act, nomination, reason, minutes_at_cut_off=found)
        else:
            stages.move(act.session, nomination, NominationMove.CHECK, minutes_at_cut_off=found)
    act.note("commendation_checked", this_round, names=len(nominations))


def _others_nominations(
    act: Act, this_round: Commendation, state: NominationState
) -> list[Nomination]:
    nominations = nominations_of(act.session, this_round, state)
    for nomination in nominations:
        act.by.refuse_own_case(nomination.member.person_id)
    return nominations


def _is_short(nomination: Nomination, counted: Mapping[int, int]) -> bool:
    least = nomination.level.min_minutes if nomination.level is not None else 1
    return counted.get(nomination.member_id, 0) < least


def counted_minutes(act: Act, this_round: Commendation) -> dict[int, int]:
    """Return the minutes of everybody named: up to the cut-off, or of the month for stars."""
    values = settings_for(act, this_round)
    nominations = nominations_of(
        act.session,
        this_round,
        NominationState.PROPOSED,
        NominationState.CHECKED,
        NominationState.CONFIRMED,
    )
    members = {nomination.member_id for nomination in nominations}
    if this_round.month_on is None:
        before = this_round.reviewed_at or act.now
        cut_off_on = this_round.cut_off_on
        return counted_hours.minutes_up_to(
            act.session, this_round.community_id, members, cut_off_on, before, values
        )
    community = act.within(this_round.community_id).community
    found = candidates.of_month(act.session, community, this_round.month_on, values)
    return {each.member_id: each.minutes for each in found if each.member_id in members}


def _refuse(act: Act, nomination: Nomination, reason: str, **stamps: object) -> None:
    stages.move(
        act.session,
        nomination,
        NominationMove.REFUSE,
        decision=reason,
        decided_at=act.now,
        **stamps,
    )
    sentence = "“%(title)s”这次没有通过：%(reason)s。"
    title = nomination.commendation.title
    act.tell(nomination.proposed_by_id, sentence, title=title, reason=reason)


def review(act: Act, this_round: Commendation, refused: Mapping[int, str]) -> None:
    """Accept every checked nomination but those in `refused` (its number → reason).

    One reviewer until panels exist; never who checked, proposed, or is named. Minutes are counted
    once more: what was posted before this moment counts, by the day of service (T29).
    Raises NotAllowed, OwnCase, ReviewedByChecker, StepTooEarly or StepTaken, NotFound,
    ReasonMissing, OneStarPerTeam, in that order.
    """
    act.by.refuse_unless(Permission.COMMENDATION_REVIEW)
    nominations = _others_nominations(act, this_round, NominationState.CHECKED)
    if act.by.person_id in {
        this_round.checked_by_id,
        *(nomination.proposed_by_id for nomination in nominations),
    }:
        raise ReviewedByChecker
    stages.advance(
        act.session,
        this_round,
        CommendationMove.REVIEW,
        reviewed_at=act.now,
        reviewed_by_id=act.by.person_id,
    )
    nominations = nominations_of(act.session, this_round, NominationState.CHECKED)
    if set(refused) - {nomination.id for nomination in nominations}:
        raise NotFound
    if any(len(reason.strip()) < 4 for reason in refused.values()):
        raise ReasonMissing
    _decide(act, this_round, nominations, refused)
    act.note("commendation_reviewed", this_round, refused=len(refused))


def _decide(
    act: Act, this_round: Commendation, nominations: list[Nomination], refused: Mapping[int, str]
) -> None:
    counted, starred = counted_minutes(act, this_round), set()
    for nomination in nominations:
        stamps = {
            "decided_by_id": act.by.person_id,
            "minutes_at_cut_off": counted.get(nomination.member_id, 0),
        }
        if nomination.id in refused:
            _refuse(act, nomination, refused[nomination.id].strip(), **stamps)
        elif _is_short(nomination, counted):
            _refuse(act, nomination, SHORT_OF_HOURS if nomination.level else NOT_A_STAR, **stamps)
        elif nomination.level is None and nomination.team_id in starred:
            raise OneStarPerTeam
        else:
            starred.add(nomination.team_id)
            stages.move(
                act.session, nomination, NominationMove.ACCEPT, decided_at=act.now, **stamps
            )


def publish(act: Act, this_round: Commendation) -> Notice:
    """Hang what is accepted: star levels 5 working days, stars of the month 3 (T18; settings).

    Raises NotAllowed, StepTooEarly or StepTaken, NothingToAnnounce, in that order.
    """
    act.by.refuse_unless(Permission.NOTICE_MANAGE)
    days = notice_days(this_round.kind, settings_for(act, this_round))
    stages.advance(act.session, this_round, CommendationMove.PUBLISH, working_days=days)
    nominations = nominations_of(act.session, this_round, NominationState.ACCEPTED)
    if not nominations:
        raise NothingToAnnounce
    announcement = Announcement(
        kind=this_round.kind.value,
        title=this_round.title,
        working_days=days,
        lines=[_line(nomination) for nomination in nominations],
    )
    notice = notices.post(act.within(this_round.community_id), announcement, act.by.person_id)
    this_round.notice_id = notice.id
    act.session.flush()
    _tell_named(act, nominations, days)
    act.note("commendation_published", this_round, notice=notice.id)
    return notice


def _line(nomination: Nomination) -> Line:
    time = wording.hours(nomination.minutes_at_cut_off)
    if nomination.level is not None:
        values = {"title": nomination.level.title, "time": time}
        return Line(nomination.member_id, nomination.id, LEVEL_SENTENCE, values)
    return Line(
        nomination.member_id,
        nomination.id,
        STAR_SENTENCE,
        {"time": time, "deeds": nomination.deeds},
    )


def _tell_named(act: Act, nominations: list[Nomination], days: int) -> None:
    sentence = "“%(title)s”开始公示，共 %(days)s 个工作日，没有异议就颁发证书。"
    for nomination in nominations:
        title = nomination.commendation.title
        act.tell(nomination.member.person_id, sentence, title=title, days=days)
