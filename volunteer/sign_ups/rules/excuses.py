"""Not coming with a reason: what the member explains, and what the leader excuses (T19)."""

from datetime import datetime, timedelta

from sqlalchemy import select

from core import clock
from core.errors import AlreadyDone, BadRequest
from core.masking import name_for_staff
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member
from teams.members.rules.members import hold_member
from volunteer.activities.models import Shift
from volunteer.activities.rules import shift_places
from volunteer.activities.rules.leaders import leaders_of
from volunteer.activities.rules.refusals import NotForYou
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import (
    MARKED,
    SIGN_UP_LIFE,
    SignUp,
    SignUpMove,
    SignUpState,
    SignUpWarning,
)
from volunteer.sign_ups.rules import attendance_lists, late_marks

EXCUSED = "《%(title)s》那次已按请假处理，不再计算。"
EXPLAINED = "%(name)s（尾号 %(tail)s）对《%(title)s》没去提出了说明，请看看是否按请假处理。"


class ExcuseTooLate(NotForYou):
    """The evidence came more than the allowed days after the day it happened."""

    code = "sign_up_closed"
    message = "补说明要在 %(days)s 天内，这次已经过了，不能再改成请假。"


class NothingToExcuse(AlreadyDone):
    """Neither a no-show nor a late cancellation: nothing counts."""

    message = "这次报名没有记，不用补说明。"


class EvidenceMissing(BadRequest):
    """An excuse names its reason or evidence, in at least two characters."""

    message = "请写明原因或看到的凭证，比如：住院证明。"


def excuse(act: Act, sign_up_id: int, reason: str) -> SignUp:
    """Excuse a no-show or late cancellation with evidence: the mark goes, the pause is recomputed.

    The third day after it happened is still in time, the fourth is not; what the member explained
    in time may be excused later.
    Raises NotFound, NotAllowed, OwnCase, NothingToExcuse, ExcuseTooLate, EvidenceMissing, in that
    order.
    """
    sign_up, _shift, team_id = attendance_lists.on_attendance_list(
        act.session, act.community.id, sign_up_id
    )
    act.by.refuse_unless(Permission.ATTENDANCE_MANAGE, team_id)
    member = hold_member(act.session, act.community.id, sign_up.member_id)
    act.by.refuse_own_case(member.person_id)
    shift_places.hold(act.session, act.community.id, [sign_up.shift_id])
    act.session.refresh(sign_up, with_for_update=True)
    was = sign_up.state
    if was not in MARKED:
        raise NothingToExcuse
    if sign_up.explained_at is None:
        refuse_late(act, sign_up)
    if len(reason.strip()) < 2:
        raise EvidenceMissing
    if not SIGN_UP_LIFE.move(act.session, sign_up, SignUpMove.EXCUSE, close_reason=reason.strip()):
        raise NothingToExcuse
    if was is SignUpState.NO_SHOW:
        shift_places.release(act.session, sign_up, was)
    late_marks.unmark(act, sign_up, reason.strip())
    _note_excuse(act, sign_up, member)
    return sign_up


def may_explain(sign_up: SignUp, shift: Shift, now: datetime) -> bool:
    """Say whether there is something to explain: a mark, or a place not taken up in time."""
    is_missing = sign_up.state is SignUpState.APPROVED and now >= shift.starts_at
    return sign_up.state in MARKED or is_missing


def explain(act: Act, member: Member, sign_up_id: int, words: str) -> SignUp:
    """Hand in why one did not come; it lands with the leaders, who decide. The last word counts.

    Raises NotFound (for another's too),
    NothingToExcuse, ExcuseTooLate, EvidenceMissing, in that order.
    """
    sign_up = row_in(
        act.session, SignUp, act.community.id, sign_up_id, SignUp.member_id == member.id
    )
    act.session.refresh(sign_up, with_for_update=True)
    shift = act.session.get_one(Shift, sign_up.shift_id)
    if not may_explain(sign_up, shift, act.now):
        raise NothingToExcuse
    refuse_late(act, sign_up)
    if len(words.strip()) < 2:
        raise EvidenceMissing
    is_first = sign_up.explained_at is None
    sign_up.explanation, sign_up.explained_at = words.strip(), act.now
    act.session.flush()
    if is_first:
        _tell_leaders(act, sign_up, shift, member)
    act.made_by(member.person_id).note("sign_up_explained", sign_up, reason=words.strip())
    return sign_up


def refuse_late(act: Act, sign_up: SignUp) -> None:
    """Raise ExcuseTooLate after the last local day to explain not coming.

    Counted from the day of the mark; without one, from the day of the shift.
    """
    days = act.settings(VolunteerSettings).excuse_days
    happened_at = act.session.scalar(
        select(SignUpWarning.happened_at).where(
            SignUpWarning.community_id == act.community.id, SignUpWarning.sign_up_id == sign_up.id
        )
    )
    if happened_at is None:
        if sign_up.state in MARKED:
            return
        happened_at = act.session.get_one(Shift, sign_up.shift_id).starts_at
    last_day = clock.local_day(happened_at, act.community.zone) + timedelta(days=days)
    if act.today > last_day:
        raise ExcuseTooLate(days=days)


def _tell_leaders(act: Act, sign_up: SignUp, shift: Shift, member: Member) -> None:
    link = f"/c/{act.community.slug}/shifts/{shift.id}/attendance/{sign_up.id}"
    for person_id in leaders_of(act.session, shift.activity) - {member.person_id}:
        act.tell(
            person_id,
            EXPLAINED,
            link,
            name=name_for_staff(member.person.name),
            tail=member.volunteer_no[-4:],
            title=shift.activity.title,
        )


def _note_excuse(act: Act, sign_up: SignUp, member: Member) -> None:
    shift = act.session.get_one(Shift, sign_up.shift_id)
    link = f"/c/{act.community.slug}/my/sign-ups"
    act.tell(member.person_id, EXCUSED, link, title=shift.activity.title)
    act.note("sign_up_excused", sign_up, reason=sign_up.close_reason)
