"""What is said after signing up and after cancelling: of what, whether it counts, the way back."""

import secrets
from datetime import datetime

from flask import flash, url_for
from flask_babel import gettext

from core import clock, wording
from core.template_filters import tongue, zone
from core.toasts import Undo, toast
from volunteer.activities.models import Shift
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUp
from volunteer.sign_ups.rules import cancelling
from volunteer.sign_ups.rules.cancelling import COSTS_NOTHING, Cancelled, Consequence


def named(shift: Shift) -> str:
    """Name a shift: its title, and when it begins."""
    when = wording.moment(shift.starts_at, zone(), clock.now(), tongue())
    return str(gettext("《%(title)s》%(when)s。", title=shift.activity.title, when=when))


def undo_of_sign_up(
    sign_up: SignUp, settings: VolunteerSettings, now: datetime, url: str = ""
) -> Undo | None:
    """Return the press that takes a fresh sign-up back; None where cancelling begins to count.

    `url`: where another than the member takes it back.
    """
    if cancelling.consequence(sign_up, sign_up.shift, settings, now) not in COSTS_NOTHING:
        return None
    url = url or url_for("volunteer.cancel_sign_up", sign_up_id=sign_up.id)
    return Undo(url, {"request_key": secrets.token_urlsafe(18)}, str(gettext("撤销")))


def say_cancelled(done: Cancelled, name: str = "") -> None:
    """Say on the next page what cancelling did; `name` is whose it was when another cancelled."""
    first = gettext("替%(name)s取消好了。", name=name) if name else _own_words(done)
    words = str(first) + _place_words(done)
    if not done.is_marked:
        toast(words + ("" if name else named(done.shift)), None if name else _back(done))
        return
    counts = gettext("离开始太近，这次记 1 次，在“我的报名”里看得到，也可以在那里提出说明。")
    flash(words + str(counts), "wait")


def _back(done: Cancelled) -> Undo | None:
    """Return the press that signs up again; only while the place nobody got is still there."""
    if done.is_handed_on or done.cost is Consequence.QUEUE:
        return None
    if not done.shift.sign_up_opens_at <= clock.now() < done.shift.sign_up_closes_at:
        return None
    url = url_for("volunteer.sign_up", shift_id=done.shift.id)
    return Undo(url, {"request_key": secrets.token_urlsafe(18)}, str(gettext("撤销")))


def _own_words(done: Cancelled) -> str:
    is_queue = done.cost is Consequence.QUEUE
    return str(gettext("退出候补了。") if is_queue else gettext("取消好了。"))


def _place_words(done: Cancelled) -> str:
    if done.cost is Consequence.QUEUE:
        return ""
    is_on = done.is_handed_on
    return str(gettext("名额给了候补的下一位。") if is_on else gettext("名额空出来了。"))
