"""Saying yes to a place the queue was given: that one comes, said once and taken back (T20)."""

from datetime import datetime, timedelta

from core.errors import AlreadyDone
from core.tenancy import row_in
from teams.authority.act import Act
from volunteer.activities.models import Shift
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUp, SignUpState
from volunteer.sign_ups.rules.cancelling import NotSignedUp


class NothingToAnswer(AlreadyDone):
    """The place was not given from the queue, or the time to decline it freely is over."""

    message = "补上的名额已经定下来了，不用再答。去不了请在“我的报名”里取消。"


def answer_until(
    promoted_at: datetime | None, starts_at: datetime, settings: VolunteerSettings
) -> datetime | None:
    """Return until when a place given from the queue may be declined freely; None for another's.

    That moment itself is too late, and so is the start of the shift.
    """
    if promoted_at is None:
        return None
    return min(promoted_at + timedelta(minutes=settings.decline_minutes), starts_at)


def keep(act: Act, sign_up_id: int) -> SignUp:
    """Say that one comes to the place one was given; declining freely stays as it was.

    Twice is once. Raises NotFound (also for another's), NotSignedUp or NothingToAnswer, in that
    order.
    """
    found = _answerable(act, sign_up_id)
    if found.kept_at is None:
        found.kept_at = act.now
        act.note("place_kept", found, shift_id=found.shift_id)
    return found


def unkeep(act: Act, sign_up_id: int) -> SignUp:
    """Take back that one comes; the place is asked about again. Raises what `keep` raises."""
    found = _answerable(act, sign_up_id)
    if found.kept_at is not None:
        found.kept_at = None
        act.note("place_open_again", found, shift_id=found.shift_id)
    return found


def _answerable(act: Act, sign_up_id: int) -> SignUp:
    own = SignUp.member_id == act.by.member_id
    found = row_in(act.session, SignUp, act.community.id, sign_up_id, own)
    act.session.refresh(found, with_for_update=True)
    if found.state is not SignUpState.APPROVED:
        raise NotSignedUp
    shift = act.session.get_one(Shift, found.shift_id)
    until = answer_until(found.promoted_at, shift.starts_at, act.settings(VolunteerSettings))
    if until is None or act.now >= until:
        raise NothingToAnswer
    return found
