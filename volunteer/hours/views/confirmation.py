"""The minutes of a shift: confirmed from the times, or typed in from paper first."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import calendar, clock
from core.db import db
from core.errors import RuleError
from core.form import status_of
from core.template_filters import refusal_text, zone
from teams.authority.act import Act
from teams.authority.kept_settings import settings_of
from teams.gate import authority, community, in_community, requires
from teams.members.models import Community
from volunteer.activities.models import Shift
from volunteer.attendance.queries import attendance as attendance_queries
from volunteer.attendance.views.attendance import kept_shift
from volunteer.blueprint import bp
from volunteer.hours.forms.records import ConfirmationForm
from volunteer.hours.queries import records as queries
from volunteer.hours.rules import records, time_sheets
from volunteer.hours.views import sheet_photos
from volunteer.hours.words import RECORD_WORDS, VERDICT_WORDS
from volunteer.permissions import Permission
from volunteer.service_time.rules import policies
from volunteer.service_time.rules.service_time import Verdict
from volunteer.settings import ROUNDING_WORDS, VolunteerSettings
from volunteer.sign_ups.models import TO_CONFIRM, SignUpState


@bp.get("/shifts/<id:shift_id>/minutes")
@requires(Permission.ATTENDANCE_MANAGE)
def confirmation(shift_id: int) -> ResponseReturnValue:
    """Show planned, arrived, left and suggested minutes of everybody who came."""
    return _confirmation_page(kept_shift(shift_id), ConfirmationForm(formdata=None), None)


def _confirmation_page(
    shift: Shift, form: ConfirmationForm, refusal: RuleError | None
) -> ResponseReturnValue:
    people = attendance_queries.attendees(db.session(), community(), shift)
    waiting = attendance_queries.in_states(people, TO_CONFIRM)
    settings = settings_for(shift)
    rows = _timed(shift, waiting, settings)
    if not form.is_submitted() or not form.rows.entries:
        _fill(form, waiting, rows)
    page = render_template(
        "volunteer/hours/confirmation.html",
        shift=shift,
        form=form,
        people={each.sign_up.id: each for each in waiting},
        rows=rows,
        missing=attendance_queries.in_states(people, [SignUpState.APPROVED]),
        done=queries.records_of_shift(db.session(), community(), shift.id),
        refusal=refusal_text(refusal),
        verdict_words=VERDICT_WORDS,
        state_words=RECORD_WORDS,
        is_over=clock.now() >= shift.ends_at,
        settings=settings,
        rounding_words=ROUNDING_WORDS,
        own_person_id=authority().person_id,
        photos=sheet_photos.photos_of(shift),
        unknown_year=calendar.unknown_year_ahead(
            clock.local_day(clock.now(), zone()), settings.record_notice_working_days
        ),
    )
    return page, status_of(form, refusal)


def settings_for(shift: Shift) -> VolunteerSettings:
    """Return the settings that count for a shift: those of the day it ended."""
    day = clock.local_day(shift.ends_at, zone())
    return settings_of(db.session(), community().id, VolunteerSettings, day)


def _timed(
    shift: Shift, people: list[attendance_queries.Attendee], settings: VolunteerSettings
) -> dict[int, time_sheets.TimedRow]:
    policy = policies.policy_of(settings, community())
    sign_ups = [each.sign_up for each in people]
    timed = time_sheets.timed_rows(db.session(), shift, sign_ups, policy)
    return {row.sign_up.id: row for row in timed}


def _fill(
    form: ConfirmationForm,
    people: list[attendance_queries.Attendee],
    rows: dict[int, time_sheets.TimedRow],
) -> None:
    own = authority().person_id
    for each in people:
        suggestion = rows[each.sign_up.id].suggestion
        is_plain = suggestion.verdict is Verdict.COUNTED and each.person.id != own
        form.rows.append_entry(
            {
                "sign_up_id": each.sign_up.id,
                "version": each.sign_up.version,
                "is_chosen": is_plain,
                "minutes": suggestion.possible_minutes,
            }
        )


@bp.post("/shifts/<id:shift_id>/confirmations")
@requires(Permission.ATTENDANCE_MANAGE)
def confirm_minutes(shift_id: int) -> ResponseReturnValue:
    """Confirm the chosen rows and hang them out, then show the shift again."""
    form, shift = ConfirmationForm(), kept_shift(shift_id)
    if not form.validate():
        return _confirmation_page(shift, form, None)
    rows = [
        records.Row(
            entry.sign_up_id.data,
            entry.minutes.data if entry.minutes.data is not None else -1,
            entry.version.data,
            entry.reason.data or "",
        )
        for entry in form.rows
        if entry.is_chosen.data
    ]
    now, by, there = clock.now(), authority(), url_for(".confirmation", shift_id=shift_id)

    def act(session: Session, where: Community) -> str:
        records.confirm(Act(session, now, by=by, community=where), shift_id, rows)
        return there

    try:
        go_to = run_once(form.request_key.data or "", in_community(act), leads_to=there)
    except RuleError as refusal:
        return _confirmation_page(shift, form, refusal)
    flash(gettext("已核对，公示已经贴出。"), "success")
    return redirect(go_to, code=303)
