"""An activity made again from one there was; occasions taken out of a plan."""

from collections.abc import Sequence
from datetime import timedelta

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import run
from core.errors import BadRequest
from core.paging import row_number
from core.toasts import Undo, toast
from teams.authority.act import Act
from teams.gate import authority, community, requires
from volunteer.activities.forms.acts import CopyForm, DropForm
from volunteer.activities.models import Shift
from volunteer.activities.queries import activities as queries
from volunteer.activities.rules import copies, drops, series
from volunteer.blueprint import bp
from volunteer.permissions import Permission

WEEK = timedelta(days=7)


class DayMissing(BadRequest):
    """A copy begins on a day somebody chose."""

    message = "请选照搬后第一场在哪一天。"


def copy_defaults(shifts: Sequence[Shift]) -> dict[str, object]:
    """Return the first day offered for a copy: the weekday of the last occasion, in the future."""
    today = clock.local_day(clock.now(), community().zone)
    days = [clock.local_day(each.starts_at, community().zone) for each in shifts]
    last = max(days, default=today)
    behind = max(0, (today - last).days)
    return {"first_on": last + WEEK * (behind // WEEK.days + 1)}


@bp.post("/leading/activities/<id:activity_id>/copies")
@requires(Permission.ACTIVITY_MANAGE)
def copy_activity(activity_id: int) -> ResponseReturnValue:
    """Draft an activity again, then show the draft for looking over."""
    form = CopyForm()
    first_on = form.first_on.data if form.validate() else None
    if first_on is None:
        raise DayMissing
    here, by, now = community(), authority(), clock.now()
    is_month = form.part.data == "month"

    def act(session: Session) -> str:
        found = queries.activity_in(session, here, activity_id)
        doing = Act(session, now, by=by, community=here)
        made = copies.copy(doing, found, first_on, is_month=is_month)
        return url_for(".planned_activity", activity_id=made.id)

    go_to = run_once(form.request_key.data or "", act)
    toast(gettext("照搬好了，是草稿。看过没有错再发布。"))
    return redirect(go_to, code=303)


@bp.post("/leading/activities/<id:activity_id>/dropped-shifts")
@requires(Permission.ACTIVITY_MANAGE)
def drop_shifts(activity_id: int) -> ResponseReturnValue:
    """Take occasions out of a plan while nobody had to do with them."""
    here, by, now = community(), authority(), clock.now()
    typed = (DropForm().shifts.data or "").split(",")
    ids = [number for each in typed if (number := row_number(each)) is not None]

    def act(session: Session) -> int:
        found = queries.activity_in(session, here, activity_id)
        return drops.drop(Act(session, now, by=by), found, ids)

    count = run(act)
    toast(ngettext("删掉了 %(num)s 场。", "删掉了 %(num)s 场。", count))
    return redirect(url_for(".planned_activity", activity_id=activity_id), code=303)


def say_added(activity_id: int, shift_ids: Sequence[int]) -> None:
    """Say how many occasions were added, with the press that takes all of them back."""
    if not shift_ids:
        return
    words = ngettext("加好了 %(num)s 场。", "加好了 %(num)s 场。", len(shift_ids))
    url = url_for(".drop_shifts", activity_id=activity_id)
    fields: dict[str, str | int] = {"shifts": ",".join(str(each) for each in shift_ids)}
    toast(words, Undo(url, fields, str(gettext("撤销"))))


@bp.post("/leading/activities/<id:activity_id>/restored-shifts")
@requires(Permission.ACTIVITY_MANAGE)
def restore_shifts(activity_id: int) -> ResponseReturnValue:
    """Let occasions called off go on, while nobody had to do with them."""
    here, by, now = community(), authority(), clock.now()
    typed = (DropForm().shifts.data or "").split(",")
    ids = [number for each in typed if (number := row_number(each)) is not None]

    def act(session: Session) -> int:
        found = queries.activity_in(session, here, activity_id)
        return series.restore(Act(session, now, by=by, community=here), found, ids)

    count = run(act)
    toast(ngettext("恢复了 %(num)s 场。", "恢复了 %(num)s 场。", count))
    return redirect(url_for(".planned_activity", activity_id=activity_id), code=303)
