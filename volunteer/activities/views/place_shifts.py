"""Which shifts are at a place or anywhere in it: told by what their leaders wrote as the place."""

from datetime import timedelta

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.db import db
from core.paging import page_key
from teams.gate import community, requires
from teams.members.rules.place_spellings import Spellings
from teams.members.rules.place_tree import below, own_places, place_in
from volunteer.activities.models import Shift
from volunteer.activities.queries.shifts import shifts_between
from volunteer.blueprint import bp
from volunteer.permissions import Permission

A_PAGE = timedelta(days=31)
MOST_PAGES = 12


@bp.get("/places/<id:place_id>/shifts")
@requires(Permission.PLACE_MANAGE)
def place_shifts(place_id: int) -> ResponseReturnValue:
    """List the published shifts at a place in the next 31 days, or in the 31 after those."""
    place = place_in(db.session(), community(), place_id)
    at = min(page_key("page") or 0, MOST_PAGES)
    since = clock.now() + at * A_PAGE
    everything = own_places(db.session(), community().id)
    within, spellings = below(everything, place.id), Spellings(everything)
    found = shifts_between(db.session(), community(), None, (since, since + A_PAGE))

    def page_url(number: int) -> str | None:
        is_one = 0 <= number <= MOST_PAGES
        return url_for(".place_shifts", place_id=place.id, page=number) if is_one else None

    shown: list[Shift] = [each for each in found if spellings.meant(each.where) in within]
    return render_template(
        "volunteer/activities/place_shifts.html",
        place=place,
        shifts=shown,
        since=since,
        until=since + A_PAGE,
        beside=(page_url(at - 1), page_url(at + 1)),
    )
