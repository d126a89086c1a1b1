"""What waits in this room, for menu and 今天: rounds to step on or issue, awards to review."""

from sqlalchemy import ScalarSelect, func, or_, select

from commendations.certificates.models import Award
from commendations.nominations.models import Commendation, CommendationState
from commendations.permissions import Permission
from core.menu import Asking
from teams.notices.models import Notice, NoticeState

STATE_PERMISSION = {
    CommendationState.NOMINATING: Permission.COMMENDATION_CHECK,
    CommendationState.CHECKED: Permission.COMMENDATION_REVIEW,
    CommendationState.REVIEWED: Permission.NOTICE_MANAGE,
}
"""At which stage a round waits for whom."""


def rounds(asking: Asking) -> ScalarSelect[int]:
    """Count the rounds whose next step is the reader's."""
    states = [state for state, needed in STATE_PERMISSION.items() if asking.by.may(needed)]
    at_their_step = (
        Commendation.community_id == asking.community_id,
        Commendation.state.in_(states),
    )
    return select(func.count(Commendation.id)).where(*at_their_step).scalar_subquery()


def ready(asking: Asking) -> ScalarSelect[int] | None:
    """Count the rounds whose public notice is over and that wait to be issued."""
    if not asking.by.may(Permission.COMMENDATION_ISSUE):
        return None
    return (
        select(func.count(Commendation.id))
        .join(Notice, Notice.id == Commendation.notice_id)
        .where(
            Commendation.community_id == asking.community_id,
            Commendation.state == CommendationState.PUBLICITY,
            or_(Notice.state == NoticeState.ENDED, Notice.ends_at <= asking.now),
        )
        .scalar_subquery()
    )


def reviews(asking: Asking) -> ScalarSelect[int] | None:
    """Count the awards to be looked at again."""
    if not asking.by.may(Permission.COMMENDATION_ISSUE):
        return None
    flagged = (Award.community_id == asking.community_id, Award.needs_review)
    return select(func.count(Award.id)).where(*flagged).scalar_subquery()
