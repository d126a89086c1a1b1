"""A card read at the board: its holder is checked in, or may be added in one more press."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from core import clock
from core.db import run
from core.errors import BadRequest, RuleError
from core.masking import name_for_staff
from core.template_filters import zone
from core.toasts import toast
from core.wording import clock_time
from teams.authority.act import Act
from teams.gate import authority, community, requires
from teams.members.queries import finding
from volunteer.attendance.forms import CardForm
from volunteer.attendance.rules import cards
from volunteer.attendance.rules.cards import CardRead
from volunteer.attendance.views.attendance import board_page, kept_shift
from volunteer.attendance.views.marked import Marked, say_marked
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.sign_ups.models import SignUp, SignUpMove


class CardUnread(BadRequest):
    """Nothing was read off the card."""

    message = "没有读到卡。请再扫一次，或者输入编号。"


@bp.post("/shifts/<id:shift_id>/cards")
@requires(Permission.ATTENDANCE_MANAGE)
def read_card(shift_id: int) -> ResponseReturnValue:
    """Check in the holder of a card, and show the board again with what was done."""
    form, shift = CardForm(), kept_shift(shift_id)
    if not form.validate():
        return board_page(shift, "", CardUnread())
    here, by, now, typed = community(), authority(), clock.now(), form.card.data or ""

    def act(session: Session) -> tuple[CardRead, str]:
        member_id = finding.the_member(session, here, typed, only_active=False).id
        read = cards.read_card(Act(session, now, by=by, community=here), shift_id, member_id)
        return read, name_for_staff(read.member.person.name)

    try:
        read, name = run(act)
    except RuleError as refusal:
        return board_page(shift, "", refusal)
    _say(read, name)
    number = None if read.sign_up else read.member.volunteer_no
    return redirect(url_for(".attendance_board", shift_id=shift_id, card=number), code=303)


def _say(read: CardRead, name: str) -> None:
    if read.sign_up is None:
        return
    if read.is_arrival:
        say_marked(Marked(read.sign_up, name), SignUpMove.ARRIVE)
        return
    toast(_known(read.sign_up, name))


def _known(sign_up: SignUp, name: str) -> str:
    """Say of somebody whose card is read again when they came, and that they left."""
    came = clock_time(sign_up.arrived_at, zone()) if sign_up.arrived_at else ""
    if sign_up.left_at is None:
        return str(gettext("%(name)s 已经到岗了，%(time)s 签的到", name=name, time=came))
    went = clock_time(sign_up.left_at, zone())
    return str(
        gettext("%(name)s 来过了，%(came)s 到，%(went)s 走", name=name, came=came, went=went)
    )
