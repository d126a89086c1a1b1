"""Taking an honour back, with a reason; and keeping a level whose hours fell short."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from accounts.rules import audit, inbox
from commendations.levels.rules import minutes
from commendations.models import Award
from commendations.nominations.rules.refusals import AwardRevoked, NoReviewNeeded, ReasonMissing
from core import clock
from core.permissions import Permission
from points.ledger.rules import ledger
from points.ledger.rules.postings import Cause
from teams.authority.rules import Authority
from teams.members.models import Community, Member
from teams.settings.rules import settings

REASON_LEAST = 4


@dataclass(frozen=True, slots=True)
class Revocation:
    """Why, and whether the level still counts for the next one (an explicit choice each time)."""

    reason: str
    keeps_level: bool


def revoke(
    session: Session, award: Award, revocation: Revocation, by: Authority, now: datetime
) -> None:
    """Revoke a certificate: it reads 已撤销, leaves the wall, its bonus points are taken back.

    The balance may fall below zero (T14); hours stay as they are.
    Raises NotAllowed, OwnCase, ReasonMissing, AwardRevoked, in that order.
    """
    by.refuse_unless(Permission.COMMENDATION_ISSUE)
    _refuse_own(session, award, by)
    reason = _reason(revocation.reason)
    revoked = session.scalar(
        update(Award)
        .where(Award.id == award.id, Award.revoked_at.is_(None))
        .values(
            revoked_at=now,
            revoked_by_id=by.person_id,
            revoke_reason=reason,
            keeps_level=revocation.keeps_level,
            needs_review=False,
        )
        .returning(Award.id)
    )
    if revoked is None:
        raise AwardRevoked
    session.refresh(award)
    _take_bonus_back(session, award, by, now)
    _tell(session, award, now)
    _note(session, "award_revoked", award, by, now)


def _refuse_own(session: Session, award: Award, by: Authority) -> None:
    by.refuse_own_case(session.get_one(Member, award.member_id).person_id)


def _reason(words: str) -> str:
    if len(words.strip()) < REASON_LEAST:
        raise ReasonMissing
    return words.strip()


def _take_bonus_back(session: Session, award: Award, by: Authority, now: datetime) -> None:
    if award.bonus_transaction_id is None:
        return
    cause = Cause(
        source_kind="award",
        source_id=award.id,
        actor_id=by.person_id,
        reason=award.revoke_reason,
    )
    ledger.reverse(session, award.community_id, award.bonus_transaction_id, cause, now)


def _tell(session: Session, award: Award, now: datetime) -> None:
    person_id = session.get_one(Member, award.member_id).person_id
    sentence = "您的%(title)s（证书 %(number)s）已撤销：%(reason)s。服务时长不受影响。"
    inbox.tell(
        session,
        person_id,
        sentence,
        now,
        title=award.title,
        number=award.certificate_no,
        reason=award.revoke_reason,
    )


def keep_level(session: Session, award: Award, reason: str, by: Authority, now: datetime) -> None:
    """Keep a level that was flagged for review; flagged again only if still more hours go (T28).

    Raises NotAllowed, OwnCase, ReasonMissing, NoReviewNeeded, in that order.
    """
    by.refuse_unless(Permission.COMMENDATION_ISSUE)
    _refuse_own(session, award, by)
    words = _reason(reason)
    community = session.get_one(Community, award.community_id)
    values = settings.as_of(session, community.id, clock.local_day(now, community.zone))
    total = minutes.in_all(session, community.id, award.member_id, values)
    kept = session.scalar(
        update(Award)
        .where(Award.id == award.id, Award.needs_review, Award.revoked_at.is_(None))
        .values(needs_review=False, kept_at_minutes=total)
        .returning(Award.id)
    )
    if kept is None:
        raise NoReviewNeeded
    session.refresh(award)
    _note(session, "award_kept", award, by, now, reason=words)


def _note(
    session: Session, event: str, award: Award, by: Authority, now: datetime, **details: object
) -> None:
    audit.record(
        session,
        event,
        ("award", award.id),
        actor_id=by.person_id,
        community_id=award.community_id,
        now=now,
        number=award.certificate_no,
        **details,
    )
