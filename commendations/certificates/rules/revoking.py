"""Taking an honour back, with a reason; and keeping a level whose hours fell short."""

from dataclasses import dataclass

from sqlalchemy import update

from commendations.certificates.models import Award
from commendations.levels.rules import counted_hours
from commendations.nominations.rules.refusals import AwardRevoked, NoReviewNeeded, ReasonMissing
from commendations.permissions import Permission
from commendations.settings import CommendationSettings
from points.ledger.rules import ledger
from points.ledger.rules.postings import Cause
from teams.authority.act import Act
from teams.members.models import Member

REASON_LEAST = 4


@dataclass(frozen=True, slots=True)
class Revocation:
    """Why, and whether the level still counts for the next one (an explicit choice each time)."""

    reason: str
    keeps_level: bool


def revoke(act: Act, award: Award, revocation: Revocation) -> None:
    """Revoke a certificate: it reads 已撤销, leaves the wall, its bonus points are taken back.

    The balance may fall below zero (T14); hours stay as they are.
    Raises NotAllowed, OwnCase, ReasonMissing, AwardRevoked, in that order.
    """
    act.by.refuse_unless(Permission.COMMENDATION_ISSUE)
    _refuse_own(act, award)
    reason = _reason(revocation.reason)
    revoked = act.session.scalar(
        update(Award)
        .where(Award.id == award.id, Award.revoked_at.is_(None))
        .values(
            revoked_at=act.now,
            revoked_by_id=act.by.person_id,
            revoke_reason=reason,
            keeps_level=revocation.keeps_level,
            needs_review=False,
        )
        .returning(Award.id)
    )
    if revoked is None:
        raise AwardRevoked
    act.session.refresh(award)
    _take_bonus_back(act, award)
    _tell_revoked(act, award)
    act.note("award_revoked", award, number=award.certificate_no)


def _refuse_own(act: Act, award: Award) -> None:
    act.by.refuse_own_case(act.session.get_one(Member, award.member_id).person_id)


def _reason(words: str) -> str:
    if len(words.strip()) < REASON_LEAST:
        raise ReasonMissing
    return words.strip()


def _take_bonus_back(act: Act, award: Award) -> None:
    if award.bonus_transaction_id is None:
        return
    cause = Cause(
        source_kind="award",
        source_id=award.id,
        actor_id=act.by.person_id,
        reason=award.revoke_reason,
    )
    ledger.reverse(act, award.community_id, award.bonus_transaction_id, cause)


def _tell_revoked(act: Act, award: Award) -> None:
    person_id = act.session.get_one(Member, award.member_id).person_id
    sentence = "您的%(title)s（证书 %(number)s）已撤销：%(reason)s。服务时长不受影响。"
    act.tell(
        person_id,
        sentence,
        title=award.title,
        number=award.certificate_no,
        reason=award.revoke_reason,
    )


def keep_level(act: Act, award: Award, reason: str) -> None:
    """Keep a level that was flagged for review; flagged again only if still more hours go (T28).

    Raises NotAllowed, OwnCase, ReasonMissing, NoReviewNeeded, in that order.
    """
    act.by.refuse_unless(Permission.COMMENDATION_ISSUE)
    _refuse_own(act, award)
    words = _reason(reason)
    values = act.within(award.community_id).settings(CommendationSettings)
    total = counted_hours.minutes_in_all(act.session, award.community_id, award.member_id, values)
    kept = act.session.scalar(
        update(Award)
        .where(Award.id == award.id, Award.needs_review, Award.revoked_at.is_(None))
        .values(needs_review=False, kept_at_minutes=total)
        .returning(Award.id)
    )
    if kept is None:
        raise NoReviewNeeded
    act.session.refresh(award)
    act.note("award_kept", award, number=award.certificate_no, reason=words)
