"""全县数字: the figures of each community side by side, sorted, and as a sheet to take along."""

import io
from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from urllib.parse import quote

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import clock, wording, workbook_out
from core.addresses import address
from core.db import db
from core.figures import LATE_DAYS, Figure, Unit
from core.paging import Page, sort_links, sorted_by, turn
from core.template_filters import said, tongue
from teams.authority.queries import counties
from teams.blueprint import county
from teams.county.queries.figures import CommunityFigures, figures_of, figures_of_rooms
from teams.gate import authority, requires
from teams.permissions import Permission

A_PAGE = 50
MONTHS_BACK = 24
PAGE = "county.county_figures"
SHEET = "county.county_figures_sheet"


@county.get("/figures")
@requires(Permission.COUNTY_MANAGE)
def county_figures() -> ResponseReturnValue:
    """Show what each community of the own counties did in a month, and what is late there."""
    figures, month_on = figures_of_rooms(), _month()
    rows = _sorted(_rows(month_on), figures)
    kept: dict[str, object] = {"sort": request.args.get("sort"), "month": f"{month_on:%Y-%m}"}
    page = _turned(rows)
    return render_template(
        "teams/county/figures.html",
        figures=figures,
        rows=page.rows,
        beside=page.urls(PAGE, kept),
        count=len(rows),
        sums=[sum(row.numbers[at] for row in rows) for at in range(len(figures))],
        heads=sort_links(PAGE, ["name", *map(attrgetter("name"), figures)], kept),
        month_on=month_on,
        months=_months(),
        written=_written,
        late_days=LATE_DAYS,
        sheet_url=address(SHEET, kept),
    )


@county.get("/figures.xlsx")
@requires(Permission.COUNTY_MANAGE)
def county_figures_sheet() -> ResponseReturnValue:
    """Hand out the same figures as a sheet, one row a community and one of sums."""
    figures, month_on = figures_of_rooms(), _month()
    rows = _sorted(_rows(month_on), figures)
    heads = [said("社区"), *(said(each.words) for each in figures)]
    sums = [sum(row.numbers[at] for row in rows) for at in range(len(figures))]
    lines = [[row.community.name, *_cells(figures, row.numbers)] for row in rows]
    title = str(_("全县数字"))
    content = workbook_out.workbook(title, [heads, *lines, [said("合计"), *_cells(figures, sums)]])
    file = send_file(io.BytesIO(content), workbook_out.XLSX)
    whole = quote(f"{title}-{month_on:%Y%m}.xlsx", safe="")
    named = f"attachment; filename=county-{month_on:%Y%m}.xlsx; filename*=UTF-8''{whole}"
    file.headers["Content-Disposition"] = named
    file.headers["Cache-Control"] = "no-store"
    return file


def _rows(month_on: date) -> list[CommunityFigures]:
    session, now = db.session(), clock.now()
    own = counties.counties_of(session, authority().person_id)
    mine = counties.communities_below(session, [place.id for place in own])
    return figures_of(session, mine, figures_of_rooms(), month_on, now)


def _months() -> list[date]:
    """Return the months to choose from, the present one first."""
    months = [clock.local_day(clock.now()).replace(day=1)]
    while len(months) < MONTHS_BACK:
        months.append(_before(months[-1]))
    return months


def _before(month_on: date) -> date:
    year, month = divmod(month_on.year * 12 + month_on.month - 2, 12)
    return date(year, month + 1, 1)


def _month() -> date:
    """Return the month asked for; what is none of those to choose from is the present one."""
    asked, months = request.args.get("month", ""), _months()
    return next((each for each in months if f"{each:%Y-%m}" == asked), months[0])


def _sorted(rows: list[CommunityFigures], figures: Sequence[Figure]) -> list[CommunityFigures]:
    """Return the rows by name or by one figure, those alike by name as they came."""
    names = [each.name for each in figures]
    by = sorted_by(["name", *names])
    if by.name == "name":
        return rows[::-1] if by.is_down else rows
    at = names.index(by.name)
    return sorted(rows, key=lambda row: row.numbers[at], reverse=by.is_down)


def _turned(rows: list[CommunityFigures]) -> Page[CommunityFigures]:
    """Return the page asked for, told by the id of the community before or after it."""
    ids, asked = [row.community.id for row in rows], turn()
    start = 0
    if asked.key in ids:
        at = ids.index(asked.key)
        start = at + 1 if asked.after is not None else max(0, at - A_PAGE)
    shown = rows[start : start + A_PAGE]
    has_more = start + A_PAGE < len(rows)
    return Page(
        shown,
        ids[start] if start and shown else None,
        ids[start + A_PAGE - 1] if has_more else None,
    )


def _written(figure: Figure, number: int) -> str:
    """Return a number as pages write it: hours of minutes, points with their sign of thousands."""
    if figure.unit is Unit.MINUTES:
        return wording.hours(number, tongue())
    return wording.thousands(number)


def _cells(figures: Sequence[Figure], numbers: Sequence[int]) -> list[str]:
    return [_written(figure, number) for figure, number in zip(figures, numbers, strict=True)]
