"""What a regular does: leave out one shift, take it again, pause, come back, end."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from core.errors import AlreadyDone, BadRequest, NotFound, RuleError
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member
from teams.members.rules.members import hold_member
from volunteer.activities.rules import shift_places
from volunteer.permissions import Permission
from volunteer.regulars.models import (
    REGULAR_LIFE,
    EndReason,
    Outcome,
    Regular,
    RegularMove,
    RegularTurn,
)
from volunteer.regulars.rules import freeing, seating, series
from volunteer.regulars.rules.freeing import Freed
from volunteer.sign_ups.models import SignUp, SignUpState
from volunteer.sign_ups.rules import cancelling, sign_ups
from volunteer.sign_ups.rules.cancelling import COSTS_NOTHING, Cancelled, NotSignedUp
from volunteer.sign_ups.rules.sign_ups import Wish
from volunteer.sign_ups.rules.verdicts import Answer

LONGEST_PAUSE = timedelta(days=365)
ENDED_BY_LEADER = "您固定来《%(title)s》的名额结束了。想去的场次，还可以一场一场地报。"


class NotStanding(AlreadyDone):
    """It has ended, or nobody said yes yet."""

    message = "这个固定名额已经结束，或者还没谈成，请刷新看看。"


class PauseOutOfRange(BadRequest):
    """A pause lasts from today to within a year; its last day is left out too."""

    message = "暂停到哪一天，请选今天到一年以内。"


class NothingLeftOut(RuleError):
    """The shift was no kept one, or its place is still held."""

    code = "already_done"
    message = "这一场没有让出来，或者本来就没给您留，不用要回。"


class CountsNow(RuleError):
    """So near the start going back may count; what it costs is said before, on its own page."""

    code = "not_eligible"
    message = "离开始太近，让出来可能要记次。请到“我的报名”里点“取消报名”，看清楚再办。"


class NoPlaceLeft(RuleError):
    """The place given back went to somebody else, or is wanted by who waits."""

    code = "not_eligible"
    message = "让出来的名额已经给了别人。想去的话，可以到活动页排候补。"


@dataclass(frozen=True, slots=True)
class Resumed:
    """How many of the shifts a pause had left out are kept again, and how many could not be."""

    count: int
    missed: int


def pause(act: Act, regular_id: int, until: date) -> Freed:
    """Leave out every shift up to and with the local day `until`; places kept are given back.

    Raises NotFound, NotStanding or PauseOutOfRange, in that order.
    """
    regular = _own(act, regular_id)
    if not act.today <= until <= act.today + LONGEST_PAUSE:
        raise PauseOutOfRange
    regular.paused_until = until
    act.session.flush()
    freed = freeing.free(act, regular, until)
    act.note("regular_paused", regular, until=until.isoformat(), count=freed.count)
    return freed


def resume(act: Act, regular_id: int) -> Resumed:
    """End a pause: what it left out is kept again as far as nobody took it.

    Raises NotFound, NotStanding.
    """
    regular = _own(act, regular_id)
    regular.paused_until = None
    act.session.flush()
    turns = seating.seat(act, regular)
    kept = [each for each in turns if each.outcome is Outcome.KEPT]
    act.note("regular_resumed", regular, count=len(kept))
    return Resumed(len(kept), len(turns) - len(kept))


def leave_out(act: Act, regular_id: int, shift_id: int) -> Cancelled:
    """Give back the place kept in one shift, while that costs nothing.

    Raises NotFound, NotStanding, NotSignedUp, then what cancelling raises, or CountsNow.
    """
    regular = _own(act, regular_id)
    held = act.session.scalar(
        select(SignUp.id).where(
            SignUp.community_id == act.community.id,
            SignUp.shift_id == shift_id,
            SignUp.member_id == regular.member_id,
            SignUp.state == SignUpState.APPROVED,
        )
    )
    if held is None:
        raise NotSignedUp
    done = cancelling.cancel(act, held, "")
    if done.cost not in COSTS_NOTHING:
        raise CountsNow
    return done


def take_again(act: Act, regular_id: int, shift_id: int) -> None:
    """Keep a place again that was given back for one shift, while it is free and nobody waits.

    Raises NotFound, NotStanding, NothingLeftOut, NoPlaceLeft or the refusal of the verdict, in
    that order.
    """
    regular = _own(act, regular_id)
    key = {"community_id": act.community.id, "regular_id": regular.id, "shift_id": shift_id}
    turn = act.session.get(RegularTurn, key)
    if turn is None:
        raise NotFound
    hold_member(act.session, act.community.id, regular.member_id)
    shift_places.hold(act.session, act.community.id, [shift_id])
    if not turn.is_kept:
        raise NothingLeftOut
    verdict = sign_ups.keep_place(act, Wish(shift_id, regular.member_id))
    if verdict.is_held:
        raise NothingLeftOut
    if verdict.refusal is not None:
        raise verdict.refusal
    if verdict.answer is not Answer.OPEN:
        raise NoPlaceLeft


def end(act: Act, regular_id: int) -> Freed:
    """End a standing, or take a question back: the member, or who leads the team, who tells.

    Places kept are given back where that costs nothing. Raises NotFound, NotAllowed or
    NotStanding, in that order.
    """
    regular = _held(act, regular_id)
    is_own = regular.member_id == act.by.member_id
    if not is_own:
        team = series.team_of(act.session, act.community.id, regular.series_id)
        act.by.refuse_unless(Permission.ACTIVITY_MANAGE, team.id)
    reason = EndReason.OWN if is_own else EndReason.LEADER
    was_active = regular.is_active
    freed = close(act, regular, reason)
    if not is_own and was_active:
        tell_ended(act, regular, ENDED_BY_LEADER)
    return freed


def close(act: Act, regular: Regular, reason: EndReason) -> Freed:
    """End a standing or a question for `reason`, and give its places back. Raises NotStanding."""
    ended = {"ended_at": act.now, "end_reason": reason}
    if not REGULAR_LIFE.move(act.session, regular, RegularMove.END, **ended):
        raise NotStanding
    freed = freeing.free(act, regular)
    act.note("regular_ended", regular, member_id=regular.member_id, end_reason=reason.value)
    return freed


def tell_ended(act: Act, regular: Regular, sentence: str, **values: object) -> None:
    """Tell the member in `sentence` that a standing in a series ended."""
    activity = series.newest(act.session, act.community.id, regular.series_id)
    member = act.session.get_one(Member, regular.member_id)
    link = f"/c/{act.community.slug}/my/regulars"
    act.tell(member.person_id, sentence, link, title=activity.title, **values)


def _held(act: Act, regular_id: int) -> Regular:
    found = row_in(act.session, Regular, act.community.id, regular_id)
    act.session.refresh(found, with_for_update={"key_share": True})
    return found


def _own(act: Act, regular_id: int) -> Regular:
    """Take a standing of the reader. Raises NotFound (another's too), NotStanding."""
    found = _held(act, regular_id)
    if found.member_id != act.by.member_id:
        raise NotFound
    if not found.is_active:
        raise NotStanding
    return found
