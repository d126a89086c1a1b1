"""Issuing: names confirmed whose line passed, certificate numbers and codes, bonus points, once."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from commendations.certificates.models import Award, CertificateCounter
from commendations.levels.rules import levels
from commendations.nominations.models import (
    UNCONFIRMED,
    Commendation,
    CommendationKind,
    CommendationMove,
    Nomination,
    NominationMove,
    NominationState,
)
from commendations.nominations.rules import objections, stages
from commendations.nominations.rules.nominations import settings_for
from commendations.nominations.rules.refusals import NothingToIssue, NoticeStillHangs, StepTooEarly
from commendations.permissions import Permission
from commendations.rounds.rules.reviewing import SHORT_OF_HOURS, counted_minutes, nominations_of
from core import clock
from core.upsert import upsert
from points.ledger.models import EntryKind
from points.ledger.rules import ledger
from points.ledger.rules.postings import Cause
from teams.authority.act import Act
from teams.notices.models import Notice, NoticeLineState
from teams.notices.rules import notices

SERIES = {CommendationKind.STAR_LEVEL: "XJ", CommendationKind.STAR_OF_MONTH: "YX"}
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
OUT_OF_ORDER = "前一级没有认定，这一级也不能认定"


def verification_code() -> str:
    """Return ten characters nobody can guess (49 bits), without those that look alike."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def issue(act: Act, this_round: Commendation) -> list[Award]:
    """Issue a certificate to every nomination that passed and has none yet; bonus points go along.

    Names under objection stay; when one is freed, issue again. A level whose lower one was not
    granted, or whose minutes were taken back meanwhile, is refused with the reason.
    Raises NotAllowed, StepTooEarly, NoticeStillHangs, StepTaken (someone issues this moment),
    OwnCase (nobody issues an own award), NothingToIssue, in that order.
    """
    act.by.refuse_unless(Permission.COMMENDATION_ISSUE)
    _refuse_before_end(act, this_round)
    is_first = this_round.issued_at is None
    stages.advance(
        act.session, this_round, CommendationMove.ISSUE, issued_at=this_round.issued_at or act.now
    )
    pass_lines(act.session, this_round)
    ready = _ready(act.session, this_round)
    for nomination in ready:
        act.by.refuse_own_case(nomination.member.person_id)
    granted = _granted(act, this_round, ready)
    if not granted and (not is_first or nominations_of(act.session, this_round, *UNCONFIRMED)):
        raise NothingToIssue
    awards = _make(act, this_round, granted)
    act.note("commendation_issued", this_round, awards=len(awards))
    return awards


def _refuse_before_end(act: Act, this_round: Commendation) -> None:
    if this_round.notice_id is None:
        raise StepTooEarly
    notice = act.session.get_one(Notice, this_round.notice_id)
    if not notices.end_if_due(act, notice):
        raise NoticeStillHangs


def pass_lines(session: Session, this_round: Commendation) -> int:
    """Confirm every accepted nomination whose line has passed; return how many.

    A nomination that another sweep or the issuer confirmed this very moment is passed over.
    """
    passed = [
        nomination
        for nomination in nominations_of(session, this_round, NominationState.ACCEPTED)
        if objections.line_of(session, nomination).state is NoticeLineState.PASSED
    ]
    return sum(
        stages.try_move(session, nomination, NominationMove.CONFIRM) for nomination in passed
    )


def _ready(session: Session, this_round: Commendation) -> list[Nomination]:
    awarded = select(Award.nomination_id).where(Award.community_id == this_round.community_id)
    found = session.scalars(
        select(Nomination).where(
            Nomination.community_id == this_round.community_id,
            Nomination.commendation_id == this_round.id,
            Nomination.state == NominationState.CONFIRMED,
            Nomination.id.not_in(awarded),
        )
    )
    return sorted(
        found,
        key=lambda nomination: (
            nomination.member_id,
            nomination.level.rank if nomination.level else 0,
        ),
    )


def _granted(act: Act, this_round: Commendation, ready: list[Nomination]) -> list[Nomination]:
    """Return who is issued now, lowest level first; refuse where hours or the lower level lack."""
    if this_round.kind is CommendationKind.STAR_OF_MONTH:
        return ready
    counted = counted_minutes(act, this_round)
    reached: dict[int, int] = {}
    granted = []
    for nomination in ready:
        before = reached.setdefault(
            nomination.member_id,
            levels.held_rank(act.session, this_round.community_id, nomination.member_id),
        )
        if _is_granted(act, nomination, counted.get(nomination.member_id, 0), before):
            reached[nomination.member_id] = before + 1
            granted.append(nomination)
    return granted


def _is_granted(act: Act, nomination: Nomination, counted: int, before: int) -> bool:
    level = nomination.level
    assert level is not None  # noqa: S101 - nominations of a round of levels carry one
    if counted < level.min_minutes:
        stages.move(
            act.session,
            nomination,
            NominationMove.REFUSE,
            decision=SHORT_OF_HOURS,
            decided_at=act.now,
        )
        return False
    if level.rank == before + 1:
        return True
    if level.rank <= before or not levels.is_lower_under_way(act.session, nomination):
        stages.move(
            act.session,
            nomination,
            NominationMove.REFUSE,
            decision=OUT_OF_ORDER,
            decided_at=act.now,
        )
    return False


def _make(act: Act, this_round: Commendation, nominations: list[Nomination]) -> list[Award]:
    if not nominations:
        return []
    numbers = take_numbers(act.within(this_round.community_id), this_round.kind, len(nominations))
    awards = [
        Award(
            community_id=this_round.community_id,
            nomination_id=nomination.id,
            member_id=nomination.member_id,
            kind=this_round.kind,
            title=nomination.level.title if nomination.level is not None else this_round.title,
            rank=nomination.level.rank if nomination.level is not None else 0,
            certificate_no=number,
            verification_code=verification_code(),
            basis=nomination.deeds,
            minutes=nomination.minutes_at_cut_off,
            issued_at=act.now,
            issued_by_id=act.by.person_id,
        )
        for nomination, number in zip(nominations, numbers, strict=True)
    ]
    act.session.add_all(awards)
    act.session.flush()
    for award, nomination in zip(awards, nominations, strict=True):
        _thank(act, award, bonus_of(act, this_round, nomination))
    act.session.flush()
    return awards


def take_numbers(act: Act, kind: CommendationKind, count: int) -> list[str]:
    """Take the next `count` certificate numbers of the year, as XJ-2026-000123."""
    series, year = SERIES[kind], act.today.year
    key = {"community_id": act.community.id, "series": series, "year": year}
    more = {"last_number": CertificateCounter.last_number + count}
    counter = CertificateCounter.last_number
    last = upsert(act.session, counter, key, first={"last_number": count}, again=more)
    first = int(last or count) - count + 1
    return [f"{series}-{year}-{number:06d}" for number in range(first, first + count)]


def bonus_of(act: Act, this_round: Commendation, nomination: Nomination) -> int:
    """Return the points that go with a certificate for `nomination`, by today's settings."""
    if nomination.level is not None:
        return nomination.level.bonus_points
    return settings_for(act, this_round).star_bonus_points


def _thank(act: Act, award: Award, points: int) -> None:
    community = act.within(award.community_id).community
    if points:
        cause = Cause(
            source_kind="award", source_id=award.id, actor_id=act.by.person_id, reason=award.title
        )
        given = ledger.Award(
            community_id=award.community_id,
            member_id=award.member_id,
            points=points,
            ended_on=clock.local_day(act.now, community.zone),
            cause=cause,
            kind=EntryKind.BONUS,
        )
        award.bonus_transaction_id = ledger.credit(act, given).id
    act.tell(
        award.member.person_id,
        "您被认定为%(title)s，证书编号 %(number)s，另加积分 %(points)s 分。谢谢您把时间给了邻居。",
        link=f"/c/{community.slug}/my-honours",
        title=award.title,
        number=award.certificate_no,
        points=points,
    )
    act.note("award_issued", award, number=award.certificate_no, points=points)
