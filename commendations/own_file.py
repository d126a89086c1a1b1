"""What this room keeps of a member, for the own copy (PIPL 45)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from commendations.certificates.models import Award
from commendations.nominations.models import Commendation, Nomination
from commendations.words import NOMINATION_WORDS
from core.declarations import OwnWords

WORDS = OwnWords(
    {
        "honours": "表扬认定",
        "round": "哪一批",
        "deeds": "事迹",
        "proposed_at": "提名的时间",
        "certificate_no": "证书编号",
        "issued_at": "颁发的时间",
        "revoked_at": "撤销的时间",
    },
    (NOMINATION_WORDS,),
)


def of_member(
    session: Session, community_id: int, member_id: int, _now: datetime
) -> dict[str, object]:
    """Return every time the member was put forward, and the award where there is one."""
    honours = (
        select(
            Commendation.title.label("round"),
            Nomination.state,
            Nomination.deeds,
            Nomination.proposed_at,
            Award.title,
            Award.certificate_no,
            Award.issued_at,
            Award.revoked_at,
        )
        .join(Commendation, Commendation.id == Nomination.commendation_id)
        .outerjoin(Award, Award.nomination_id == Nomination.id)
        .where(Nomination.community_id == community_id, Nomination.member_id == member_id)
        .order_by(Nomination.id)
    )
    return {"honours": [dict(row) for row in session.execute(honours).mappings()]}
