"""What is said after cancelling: where the place went, and whether it counts."""

from flask import flash
from flask_babel import gettext

from core.toasts import toast
from volunteer.sign_ups.rules.cancelling import Cancelled, Consequence


def say_cancelled(done: Cancelled, name: str = "") -> None:
    """Say on the next page what cancelling did; `name` is whose it was when another cancelled."""
    first = gettext("替%(name)s取消好了。", name=name) if name else _own_words(done)
    words = str(first) + _place_words(done)
    if not done.is_marked:
        toast(words)
        return
    counts = gettext("离开始太近，这次记 1 次，在“我的报名”里看得到，也可以在那里提出说明。")
    flash(words + str(counts), "wait")


def _own_words(done: Cancelled) -> str:
    is_queue = done.cost is Consequence.QUEUE
    return str(gettext("退出候补了。") if is_queue else gettext("取消好了。"))


def _place_words(done: Cancelled) -> str:
    if done.cost is Consequence.QUEUE:
        return ""
    is_on = done.is_handed_on
    return str(gettext("名额给了候补的下一位。") if is_on else gettext("名额空出来了。"))
