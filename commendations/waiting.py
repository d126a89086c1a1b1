"""What waits in this room, for menu and 今天: rounds to step on or issue, awards to review."""

from functools import lru_cache

from sqlalchemy import ScalarSelect, func, or_, select

from commendations.certificates.models import Award
from commendations.nominations.models import Commendation, CommendationState
from commendations.permissions import Permission
from core.menu import HERE, MOMENT, Asking
from teams.notices.models import Notice, NoticeState

STATE_PERMISSION = {
    CommendationState.NOMINATING: Permission.COMMENDATION_CHECK,
    CommendationState.CHECKED: Permission.COMMENDATION_REVIEW,
    CommendationState.REVIEWED: Permission.NOTICE_MANAGE,
}
"""At which stage a round waits for whom."""

_READY = (
    select(func.count(Commendation.id))
    .join(Notice, Notice.id == Commendation.notice_id)
    .where(
        Commendation.community_id == HERE,
        Commendation.state == CommendationState.PUBLICITY,
        or_(Notice.state == NoticeState.ENDED, Notice.ends_at <= MOMENT),
    )
    .scalar_subquery()
)
_REVIEWS = (
    select(func.count(Award.id))
    .where(Award.community_id == HERE, Award.needs_review)
    .scalar_subquery()
)


def rounds(asking: Asking) -> ScalarSelect[int] | None:
    """Count the rounds whose next step is the reader's."""
    states = tuple(state for state, needed in STATE_PERMISSION.items() if asking.by.may(needed))
    return _rounds(states) if states else None


@lru_cache(maxsize=8)
def _rounds(states: tuple[CommendationState, ...]) -> ScalarSelect[int]:
    at_their_step = (Commendation.community_id == HERE, Commendation.state.in_(states))
    return select(func.count(Commendation.id)).where(*at_their_step).scalar_subquery()


def ready(asking: Asking) -> ScalarSelect[int] | None:
    """Count the rounds whose public notice is over and that wait to be issued."""
    return _READY if asking.by.may(Permission.COMMENDATION_ISSUE) else None


def reviews(asking: Asking) -> ScalarSelect[int] | None:
    """Count the awards to be looked at again."""
    return _REVIEWS if asking.by.may(Permission.COMMENDATION_ISSUE) else None
