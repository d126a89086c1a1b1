"""放假和调休: the county's own working days, which every community counts by."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import calendar, clock
from core.calendar import CalendarDay
from core.db import db, run
from core.fields import value_of
from teams.authority.act import Act
from teams.blueprint import county
from teams.county.forms import CalendarDayForm, TakeBackForm
from teams.county.rules import calendar_days as rules
from teams.gate import authority, requires
from teams.permissions import Permission
from teams.settings.queries import settings as queries


@county.get("/calendar-days")
@requires(Permission.COUNTY_MANAGE)
def calendar_days() -> ResponseReturnValue:
    """Show the days set by hand, the years not known yet, and the form for one day."""
    return _page(CalendarDayForm(formdata=None))


def _page(form: CalendarDayForm) -> str:
    today = clock.local_day(clock.now())
    return render_template(
        "teams/county/calendar_days.html",
        days=queries.calendar_days(db.session(), today.replace(month=1, day=1)),
        form=form,
        unknown_year=calendar.unknown_year(today),
    )


@county.post("/calendar-days")
@requires(Permission.COUNTY_MANAGE)
def set_calendar_day() -> ResponseReturnValue:
    """Say whether one day is worked, against the state's calendar."""
    form = CalendarDayForm()
    if not form.validate():
        return _page(form), 400
    by, now, on_date = authority(), clock.now(), value_of(form.on_date)
    is_workday, note = form.kind.data == "work", value_of(form.note)
    run(
        lambda s: rules.set_day(
            Act(s, now, by=by), CalendarDay(on_date=on_date, is_workday=is_workday, note=note)
        )
    )
    flash(_("日历改好了，全县的公示照新的算；正在公示的只会顺延，不会缩短。"))
    return redirect(url_for("county.calendar_days"), code=303)


@county.post("/calendar-days/withdrawals")
@requires(Permission.COUNTY_MANAGE)
def take_back_calendar_day() -> ResponseReturnValue:
    """Take back one day set by hand: the state's calendar decides again."""
    form = TakeBackForm()
    if not form.validate():
        return _page(CalendarDayForm(formdata=None)), 400
    by, now, on_date = authority(), clock.now(), value_of(form.on_date)
    if run(lambda session: rules.take_back(Act(session, now, by=by), on_date)):
        flash(_("改回来了，这一天照国家的放假安排算；正在公示的只会顺延，不会缩短。"))
    else:
        flash(_("这一天没有手工改过，本来就照国家的放假安排算。"))
    return redirect(url_for("county.calendar_days"), code=303)
