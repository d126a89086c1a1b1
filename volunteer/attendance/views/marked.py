"""What the board says after a mark: who, what, at what time, and the press that takes it back."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.masking import name_for_staff
from core.template_filters import zone
from core.toasts import Undo, toast
from core.wording import clock_time
from teams.members.models import Member
from volunteer.attendance.rules.attendance_steps import kept_arrival
from volunteer.sign_ups.models import SIGN_UP_LIFE, WRITING_TIMES, SignUp, SignUpMove, SignUpState
from volunteer.sign_ups.words import SIGN_UP_WORDS

WORDS = {
    SignUpMove.ARRIVE: "%(name)s %(arrived)s 到岗",
    SignUpMove.LEAVE: "%(name)s %(left)s 签退",
    SignUpMove.CORRECT: "%(name)s 改成 %(arrived)s 到",
    SignUpMove.EXCUSE: "%(name)s 按请假处理了，名额让出来了",
    SignUpMove.MISS: "%(name)s 记了没来",
    SignUpMove.UNDO: "%(name)s 撤销好了，现在是“%(state)s”",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """One person of a list after an act, named as staff may see the name."""

    sign_up: SignUp
    shown_name: str


def marked_on(session: Session, shift_id: int, sign_up: SignUp) -> Marked:
    """Return whom an act of `session` wrote about; `hold_member` left the name there.

    Raises NotFound for somebody of another shift.
    """
    if sign_up.shift_id != shift_id:
        raise NotFound
    return Marked(sign_up, name_for_staff(session.get_one(Member, sign_up.member_id).person.name))


def say_marked(each: Marked, move: SignUpMove) -> None:
    """Say on the next page what was written about one person of the list."""
    words = gettext(WORDS[move], **_values(each)) + _more(each.sign_up, move)
    toast(words, undo_of(each.sign_up) if move is not SignUpMove.UNDO else None)


def _values(each: Marked) -> dict[str, str]:
    sign_up = each.sign_up
    times = {"arrived": sign_up.arrived_at, "left": sign_up.left_at}
    return {
        "name": each.shown_name,
        "state": str(gettext(SIGN_UP_WORDS[sign_up.state])),
        **{name: clock_time(at, zone()) if at else "" for name, at in times.items()},
    }


def _more(sign_up: SignUp, move: SignUpMove) -> str:
    """Return what else must be known: when they left, or which time comes back."""
    kept = kept_arrival(sign_up)
    if move in WRITING_TIMES and sign_up.left_at is not None:
        left = clock_time(sign_up.left_at, zone())
        return str(gettext("，%(time)s 走", time=left))
    if move is SignUpMove.ARRIVE and kept is not None and kept[0] == sign_up.arrived_at:
        return str(gettext("（先前记的时间，不对请点“改”）"))
    if move is SignUpMove.UNDO and sign_up.state is SignUpState.APPROVED and kept is not None:
        time = clock_time(kept[0], zone())
        return str(gettext("。再点“到岗”还是 %(time)s", time=time))
    return ""


def undo_of(sign_up: SignUp) -> Undo | None:
    """Return the press that takes the last act back, or None where nothing can be."""
    if not SIGN_UP_LIFE.allows(sign_up, SignUpMove.UNDO):
        return None
    url = url_for("volunteer.mark_attendance", shift_id=sign_up.shift_id, sign_up_id=sign_up.id)
    fields: dict[str, str | int] = {"act": SignUpMove.UNDO.value, "version": sign_up.version}
    return Undo(url, fields, str(gettext("撤销")))
