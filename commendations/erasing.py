"""What this room lets go of and blanks when a member is erased; certificates stay verifiable."""

from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from commendations.nominations.models import (
    NOMINATION_LIFE,
    UNCONFIRMED,
    Nomination,
    NominationMove,
    NominationState,
)
from core.declarations import Erasing
from core.errors import RuleError


class HonourUnderWay(RuleError):
    """A name that hangs in public, or waits to be issued, is settled first."""

    code = "not_eligible"
    message = "还有一项表扬认定正在公示或等着颁发。请等办完，再来注销。"


def _foretell(_session: Session, _community_id: int, _member_id: int, _now: datetime) -> None:
    """Nothing is lost here: a certificate stays verifiable as 志愿者已注销."""


def _erase(session: Session, community_id: int, member_id: int, now: datetime) -> None:
    """Take open nominations back, and blank what was written of the member's deeds.

    Raises HonourUnderWay.
    """
    own = (Nomination.community_id == community_id, Nomination.member_id == member_id)
    under_way = Nomination.state.in_((*UNCONFIRMED, NominationState.CONFIRMED))
    if session.scalar(select(exists().where(*own, under_way))):
        raise HonourUnderWay
    NOMINATION_LIFE.move_all(session, NominationMove.WITHDRAW, *own, decided_at=now)
    session.execute(update(Nomination).where(*own).values(deeds="", decision=""))


ERASING = {"nominations": Erasing(_foretell, _erase)}
