"""The list on paper: printed with blank lines, and typed in afterwards (T16)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db
from core.errors import RuleError
from core.form import status_of
from core.public_address import absolute
from core.qr import qr_source
from teams.authority.act import Act
from teams.gate import authority, community, in_community, requires
from teams.members.models import Community
from teams.members.queries import finding
from volunteer.activities.models import Shift
from volunteer.attendance.queries import attendance as attendance_queries
from volunteer.attendance.rules import on_site, paper
from volunteer.attendance.rules.on_site import PaperLine
from volunteer.attendance.rules.paper import AddedLine, PrintedLine, Times
from volunteer.attendance.views.attendance import kept_shift
from volunteer.blueprint import bp
from volunteer.hours.forms.records import AddedRow, PaperForm, PaperRow
from volunteer.hours.views import paper_filling, sheet_photos
from volunteer.hours.views.confirmation import settings_for
from volunteer.permissions import Permission
from volunteer.sign_ups.models import HOLDING_PLACE, UNDECIDED
from volunteer.sign_ups.words import SIGN_UP_WORDS

BLANK_LINES = 6


@bp.get("/shifts/<id:shift_id>/sign-in-sheet")
@requires(Permission.ATTENDANCE_MANAGE)
def sign_in_sheet(shift_id: int) -> ResponseReturnValue:
    """Show the list for paper, with blank lines for those who come unannounced."""
    shift = kept_shift(shift_id)
    people = attendance_queries.attendees(db.session(), community(), shift)
    to_type_in = absolute(url_for(".paper_sheet", shift_id=shift.id))
    return render_template(
        "volunteer/hours/sign_in_sheet.html",
        shift=shift,
        people=attendance_queries.in_states(people, HOLDING_PLACE),
        blank_lines=range(BLANK_LINES),
        now=clock.now(),
        filed_within=settings_for(shift).attendance_list_filed_hours,
        picture=qr_source(to_type_in, scale=3, border=1),
    )


@bp.route("/shifts/<id:shift_id>/paper-sheet", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_MANAGE)
def paper_sheet(shift_id: int) -> ResponseReturnValue:
    """Type in the paper list: when each came and went."""
    shift = kept_shift(shift_id)
    form = PaperForm()
    people = attendance_queries.attendees(db.session(), community(), shift)
    listed = attendance_queries.in_states(people, UNDECIDED)
    refusal: RuleError | None = None
    asked = request.form.get("fill", "")
    is_filling = paper_filling.is_asked(asked)
    if is_filling:
        paper_filling.fill(form, asked, {each.sign_up.id for each in listed if _is_due(each)})
    elif sheet_photos.is_pressed(asked):
        refusal = _press_photo(shift, asked)
    elif request.method == "POST" and form.validate():
        try:
            return _write_paper(shift, form)
        except RuleError as refused:
            refusal = refused
    if request.method == "GET":
        _fill(form, listed, shift)
    page = render_template(
        "volunteer/hours/paper_sheet.html",
        shift=shift,
        form=form,
        people={each.sign_up.id: each for each in listed},
        refusal=refusal,
        settings=settings_for(shift),
        words=SIGN_UP_WORDS,
        photos=sheet_photos.photos_of(shift),
        may_remove=shift.is_open,
    )
    return page, status_of(form, refusal)


def _press_photo(shift: Shift, asked: str) -> RuleError | None:
    """Put a photo in or take one out; a refusal stands on the page with what was typed."""
    try:
        sheet_photos.do(shift.id, asked)
    except RuleError as refused:
        return refused
    return None


def _is_due(each: attendance_queries.Attendee) -> bool:
    return each.sign_up.is_approved


def _fill(form: PaperForm, listed: list[attendance_queries.Attendee], shift: Shift) -> None:
    form.all_arrived.data = clock.local(shift.starts_at, community().zone).time()
    form.all_left.data = clock.local(shift.ends_at, community().zone).time()
    for each in listed:
        form.rows.append_entry({"sign_up_id": each.sign_up.id, "version": each.sign_up.version})
    for _line in range(BLANK_LINES):
        form.added.append_entry()


def _write_paper(shift: Shift, form: PaperForm) -> ResponseReturnValue:
    now, by = clock.now(), authority()
    sheet = paper.came_by(
        shift,
        [
            PrintedLine(each.sign_up_id.data, each.version.data, _times_of(each.form))
            for each in form.rows
        ],
        [AddedLine(each.volunteer_no.data or "", _times_of(each.form)) for each in form.added],
    )
    there = url_for(".confirmation", shift_id=shift.id)

    def act(session: Session, where: Community) -> str:
        doing = Act(session, now, by=by, community=where)
        paper.write_printed(doing, sheet)
        for line in sheet.added:
            member_id = finding.the_member(session, where, line.volunteer_no).id
            times = line.times.moments(shift, where.zone)
            on_site.add_from_paper(doing, PaperLine(shift.id, member_id, *times))
        return there

    go_to = run_once(form.request_key.data or "", in_community(act))
    flash(gettext("签到表录好了，请核对时长。"), "success")
    return redirect(go_to, code=303)


def _times_of(line: PaperRow | AddedRow) -> Times:
    return Times(line.arrived.data, line.left.data)
