"""What must always hold of the honours: awards, bonuses, numbers, reviews by two; `verify` asks."""

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import func

from commendations.certificates.models import Award, CertificateCounter
from commendations.nominations.models import Commendation, Nomination, NominationState
from points.ledger.models import EntryKind, Transaction
from teams.notices.models import Notice, NoticeLine, NoticeLineState, NoticeState


def _sentences(session: Session, wanted: Select[int], words: str) -> list[str]:
    return [words % number for number in session.scalars(wanted.limit(20))]


def one_award_a_nomination(session: Session) -> list[str]:
    """No nomination has two awards."""
    wanted = (
        select(Award.nomination_id).group_by(Award.nomination_id).having(func.count(Award.id) > 1)
    )
    return _sentences(session, wanted, "nomination %s has two awards")


def issued_after_passing(session: Session) -> list[str]:
    """Every award's nomination is confirmed, its line passed, its notice ended."""
    passed = (
        select(NoticeLine.subject_id)
        .join(Notice, Notice.id == NoticeLine.notice_id)
        .join(Commendation, Commendation.notice_id == Notice.id)
        .where(
            NoticeLine.subject_id == Nomination.id,
            Commendation.id == Nomination.commendation_id,
            NoticeLine.state == NoticeLineState.PASSED,
            Notice.state == NoticeState.ENDED,
        )
    )
    wanted = (
        select(Award.id)
        .join(Nomination, Nomination.id == Award.nomination_id)
        .where(or_(Nomination.state != NominationState.CONFIRMED, ~passed.exists()))
    )
    return _sentences(session, wanted, "award %s was issued without a passed line")


def one_bonus_an_award(session: Session) -> list[str]:
    """No award has two bonuses, or one it does not name."""
    of_award = and_(
        Transaction.community_id == Award.community_id,
        Transaction.kind == EntryKind.BONUS,
        Transaction.source_kind == "award",
        Transaction.source_id == Award.id,
    )
    wanted = (
        select(Award.id)
        .outerjoin(Transaction, of_award)
        .group_by(Award.id)
        .having(
            or_(
                func.count(Transaction.id) > 1,
                func.coalesce(func.max(Transaction.id), 0)
                != func.coalesce(func.max(Award.bonus_transaction_id), 0),
            )
        )
    )
    return _sentences(session, wanted, "award %s and its bonus do not agree")


def bonus_given_back(session: Session) -> list[str]:
    """Every bonus is reversed exactly when its award is revoked."""
    reversal = (
        select(Transaction.id)
        .where(
            Transaction.community_id == Award.community_id,
            Transaction.reverses_id == Award.bonus_transaction_id,
        )
        .exists()
    )
    wanted = select(Award.id).where(
        Award.bonus_transaction_id.is_not(None),
        or_(
            and_(Award.revoked_at.is_not(None), ~reversal),
            and_(Award.revoked_at.is_(None), reversal),
        ),
    )
    return _sentences(session, wanted, "award %s: revoked and reversed do not agree")


def revoked_with_reason(session: Session) -> list[str]:
    """Whoever revoked an award is known, and said why."""
    wanted = select(Award.id).where(
        Award.revoked_at.is_not(None),
        or_(Award.revoked_by_id.is_(None), func.length(Award.revoke_reason) < 4),
    )
    return _sentences(session, wanted, "award %s was revoked without a person or a reason")


def numbers_are_unique(session: Session) -> list[str]:
    """No number twice in a community, and none beyond its counter."""
    doubled = (
        select(func.min(Award.id))
        .group_by(Award.community_id, Award.certificate_no)
        .having(func.count(Award.id) > 1)
    )
    counted = (
        select(func.coalesce(func.sum(CertificateCounter.last_number), 0))
        .where(CertificateCounter.community_id == Award.community_id)
        .scalar_subquery()
    )
    beyond = (
        select(func.max(Award.id))
        .group_by(Award.community_id)
        .having(func.count(Award.id) > counted)
    )
    return _sentences(session, doubled, "award %s shares its certificate number") + _sentences(
        session, beyond, "award %s lies beyond the counter of certificates"
    )


def two_people_decide(session: Session) -> list[str]:
    """Whoever checked a round did not review it."""
    wanted = select(Commendation.id).where(
        Commendation.reviewed_by_id == Commendation.checked_by_id
    )
    return _sentences(session, wanted, "round %s was checked and reviewed by one person")
