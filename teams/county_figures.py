"""What the county reads of this room: members, objections whose answer is late."""

from sqlalchemy import func, select

from core.figures import PLACES, TODAY, Figure
from teams.members.models import Member, MemberState
from teams.notices.models import Objection, ObjectionState

FIGURES = (
    Figure(
        name="members",
        place=10,
        words="志愿者",
        statement=select(Member.community_id, func.count(Member.id))
        .where(Member.community_id.in_(PLACES), Member.state == MemberState.ACTIVE)
        .group_by(Member.community_id),
    ),
    Figure(
        name="late-answers",
        place=80,
        words="过期没答复的异议",
        statement=select(Objection.community_id, func.count(Objection.id))
        .where(
            Objection.community_id.in_(PLACES),
            Objection.state == ObjectionState.OPEN,
            Objection.due_on < TODAY,
        )
        .group_by(Objection.community_id),
        is_late=True,
    ),
)
