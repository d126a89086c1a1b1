"""Not coming with a reason: what the member explains, and what the leader excuses (T19)."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules import audit, inbox
from core import clock
from core.errors import AlreadyDone, BadRequest
from core.masking import name_for_staff
from core.permissions import Permission
from core.tenancy import row_in
from teams.authority.rules import Authority
from teams.members.models import Community, Member
from volunteer.activities.models import Shift
from volunteer.activities.rules import seats
from volunteer.activities.rules.leaders import leaders_of
from volunteer.activities.rules.refusals import NotForYou
from volunteer.sign_ups.models import SignUp, SignUpState, SignUpWarning
from volunteer.sign_ups.rules import ladder, rosters

EXCUSED = "《%(title)s》那次已按请假处理，不再计算。"
EXPLAINED = "%(name)s（尾号 %(tail)s）对《%(title)s》没去提出了说明，请看看是否按请假处理。"
MARKED_STATES = frozenset({SignUpState.NO_SHOW, SignUpState.LATE_CANCELLED})


class ExcuseTooLate(NotForYou):
    """The proof came more than the allowed days after the day it happened."""

    code = "sign_up_closed"
    message = "补说明要在 %(days)s 天内，这次已经过了，不能再改成请假。"


class NothingToExcuse(AlreadyDone):
    """Neither a no-show nor a late cancellation: nothing counts."""

    message = "这次报名没有记，不用补说明。"


class ProofMissing(BadRequest):
    """An excuse names its reason or proof, in at least two characters."""

    message = "请写明原因或看到的凭证，比如：住院证明。"


def excuse(
    session: Session,
    community: Community,
    sign_up_id: int,
    reason: str,
    by: Authority,
    now: datetime,
) -> SignUp:
    """Excuse a no-show or a late cancellation with proof: the mark goes, the pause is recomputed.

    The third day after it happened is still in time, the fourth is not; what the member explained
    in time may be excused later.
    Raises NotFound, NotAllowed, OwnCase, NothingToExcuse, ExcuseTooLate, ProofMissing, in that
    order.
    """
    sign_up, _shift, team_id = rosters.on_roster(session, community.id, sign_up_id)
    by.refuse_unless(Permission.ATTENDANCE_MANAGE, team_id)
    member = seats.hold_member(session, community.id, sign_up.member_id)
    by.refuse_own_case(member.person_id)
    seats.hold(session, community.id, [sign_up.shift_id])
    session.refresh(sign_up, with_for_update=True)
    was = sign_up.state
    if was not in MARKED_STATES:
        raise NothingToExcuse
    if sign_up.explained_at is None:
        refuse_late(session, community, sign_up, now)
    if len(reason.strip()) < 2:
        raise ProofMissing
    sign_up.state, sign_up.close_reason = SignUpState.EXCUSED, reason.strip()
    session.flush()
    if was is SignUpState.NO_SHOW:
        seats.release(session, sign_up, was)
    ladder.unmark(session, community, sign_up, reason.strip(), now)
    _note_excuse(session, community, (sign_up, member), by, now)
    return sign_up


def may_explain(sign_up: SignUp, shift: Shift, now: datetime) -> bool:
    """Say whether there is something to explain: a mark, or a place not taken up in time."""
    is_missing = sign_up.state is SignUpState.APPROVED and now >= shift.starts_at
    return sign_up.state in MARKED_STATES or is_missing


def explain(
    session: Session, community: Community, mine: tuple[Member, int], words: str, now: datetime
) -> SignUp:
    """Hand in why one did not come; it lands with the leaders, who decide. The last word counts.

    mine: the member and the number of his sign-up. Raises NotFound (for another's too),
    NothingToExcuse, ExcuseTooLate, ProofMissing, in that order.
    """
    member, sign_up_id = mine
    sign_up = row_in(session, SignUp, community.id, sign_up_id, SignUp.member_id == member.id)
    session.refresh(sign_up, with_for_update=True)
    shift = session.get_one(Shift, sign_up.shift_id)
    if not may_explain(sign_up, shift, now):
        raise NothingToExcuse
    refuse_late(session, community, sign_up, now)
    if len(words.strip()) < 2:
        raise ProofMissing
    is_first = sign_up.explained_at is None
    sign_up.explanation, sign_up.explained_at = words.strip(), now
    session.flush()
    if is_first:
        _tell_leaders(session, community, (sign_up, shift, member), now)
    _record(session, "sign_up_explained", sign_up, member.person_id, now, words.strip())
    return sign_up


def refuse_late(session: Session, community: Community, sign_up: SignUp, now: datetime) -> None:
    """Raise ExcuseTooLate after the last local day for an explanation.

    Counted from the day of the mark; without one, from the day of the shift.
    """
    days = seats.settings_now(session, community, now).number("excuse_within")
    happened_at = session.scalar(
        select(SignUpWarning.happened_at).where(
            SignUpWarning.community_id == community.id, SignUpWarning.sign_up_id == sign_up.id
        )
    )
    if happened_at is None:
        if sign_up.state in MARKED_STATES:
            return
        happened_at = session.get_one(Shift, sign_up.shift_id).starts_at
    last_day = clock.local_day(happened_at, community.zone) + timedelta(days=days)
    if clock.local_day(now, community.zone) > last_day:
        raise ExcuseTooLate(days=days)


def _tell_leaders(
    session: Session, community: Community, what: tuple[SignUp, Shift, Member], now: datetime
) -> None:
    sign_up, shift, member = what
    link = f"/c/{community.slug}/shifts/{shift.id}/attendance/{sign_up.id}"
    for person_id in leaders_of(session, shift.activity) - {member.person_id}:
        inbox.tell(
            session,
            person_id,
            EXPLAINED,
            now,
            link,
            name=name_for_staff(member.person.name),
            tail=member.volunteer_no[-4:],
            title=shift.activity.title,
        )


def _note_excuse(
    session: Session,
    community: Community,
    whose: tuple[SignUp, Member],
    by: Authority,
    now: datetime,
) -> None:
    sign_up, member = whose
    shift = session.get_one(Shift, sign_up.shift_id)
    link = f"/c/{community.slug}/my/sign-ups"
    inbox.tell(session, member.person_id, EXCUSED, now, link, title=shift.activity.title)
    _record(session, "sign_up_excused", sign_up, by.person_id, now, sign_up.close_reason)


def _record(
    session: Session, event: str, sign_up: SignUp, actor_id: int, now: datetime, reason: str
) -> None:
    audit.record(
        session,
        event,
        ("sign_up", sign_up.id),
        actor_id=actor_id,
        community_id=sign_up.community_id,
        now=now,
        reason=reason,
    )
