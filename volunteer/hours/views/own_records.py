"""One's own service records: by month with what they come to, one alone, and on paper."""

from collections.abc import Sequence
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core import clock, room
from core.db import db
from core.paging import Page, turn
from points.ledger.words import ENTRY_KIND_WORDS
from points.passbook.queries import balance_parts
from teams.gate import current_member, local_today, requires
from teams.members.models import Member
from volunteer.blueprint import bp
from volunteer.hours.models import ServiceRecord
from volunteer.hours.queries import corrections
from volunteer.hours.queries import records as queries
from volunteer.hours.queries.own_service import OwnService, ServiceOf, own_service
from volunteer.hours.queries.records import RecordLine
from volunteer.hours.rules.points_made_of import made_of
from volunteer.hours.rules.record_awards import SOURCES
from volunteer.hours.words import CORRECTION_WORDS, GRADE_WORDS, PART_WORDS, RECORD_WORDS
from volunteer.permissions import Permission

WORDS = {
    "part_words": PART_WORDS,
    "state_words": RECORD_WORDS,
    "grade_words": GRADE_WORDS,
    "report_words": CORRECTION_WORDS,
    "kind_words": ENTRY_KIND_WORDS,
}
A_PRINT = 400
"""Records printed at once: some fourteen sheets."""

OfMonth = tuple[ServiceOf, list[RecordLine]]


@bp.get("/me/records")
@requires(Permission.OWN_DATA)
def my_records() -> ResponseReturnValue:
    """Show the reader's own records under their months, of one year or of all."""
    session, at = db.session(), turn()
    member = current_member(session)
    service = own_service(session, member)
    year = _year(service)
    page = queries.own_page(session, member, year, at)
    is_begin = year is None and at.key is None
    return render_template(
        "volunteer/hours/my_records.html",
        service=service,
        year=year,
        shown=service if year is None else service.of_year(year),
        figures=_figures(session, member, service) if is_begin and service.months else None,
        months=_by_month(session, service, page),
        reports=_reports(session, member, page.rows),
        is_later=at.key is not None,
        beside=page.urls(".my_records", {"year": year} if year else {}),
        **WORDS,
    )


@bp.get("/me/records/print")
@requires(Permission.OWN_DATA)
def my_records_print() -> ResponseReturnValue:
    """Show one year of the records for paper, the newest year unless another is asked for."""
    session, now = db.session(), clock.now()
    member = current_member(session)
    service = own_service(session, member)
    years = [each.begins_on.year for each in service.years] or [local_today().year]
    year = _year(service) or years[0]
    page = queries.own_page(session, member, year, turn(), A_PRINT)
    return render_template(
        "volunteer/hours/my_records_print.html",
        member=member,
        years=years,
        year=year,
        shown=service.of_year(year),
        months=_by_month(session, service, page),
        beside=page.urls(".my_records_print", {"year": year}),
        printed_at=now,
        **WORDS,
    )


@bp.get("/me/records/<id:record_id>")
@requires(Permission.OWN_DATA)
def my_record(record_id: int) -> ResponseReturnValue:
    """Show one own record: how its figures came about, its notice, its points, what is wrong."""
    session = db.session()
    member = current_member(session)
    line = queries.own_record(session, member, record_id)
    return render_template(
        "volunteer/hours/my_record.html",
        line=line,
        report=_reports(session, member, [line.record]).get(record_id),
        entries=balance_parts.lines_of_source(
            session, member.community_id, member.id, SOURCES, record_id
        ),
        **WORDS,
    )


def _year(service: OwnService) -> int | None:
    """Return the year asked for, None for one without service."""
    asked = request.args.get("year", "")
    years = (each.begins_on.year for each in service.years)
    return next((year for year in years if str(year) == asked), None)


def _figures(session: Session, member: Member, service: OwnService) -> dict[str, object]:
    """Return how the points came about, and what the hours lead to, as the rooms above say it."""
    here, now = member.community_id, clock.now()
    asked = [ask(session, here, member.id, now) for ask in room.progress().values()]
    return {
        "points": made_of(service.all.points, balance_parts.sums_by_kind(session, here, member.id)),
        "progress": [each for each in asked if each is not None],
    }


def _by_month(session: Session, service: OwnService, page: Page[ServiceRecord]) -> list[OfMonth]:
    """Return the records of a page with what explains them, under their months."""
    if not page.rows:
        return []
    ids = [each.id for each in page.rows]
    lines = queries.explained(session, page.rows[0].community_id, ids)
    month_of = {each.begins_on: each for each in service.months}
    return [
        (month_of[begins_on], list(found))
        for begins_on, found in groupby(lines, lambda line: line.record.served_on.replace(day=1))
    ]


def _reports(
    session: Session, member: Member, records: Sequence[ServiceRecord]
) -> dict[int, object]:
    ids = [each.id for each in records]
    return dict(corrections.newest_by_record(session, member.community_id, ids))
