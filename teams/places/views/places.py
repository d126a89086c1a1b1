"""地点: grids, estates and buildings; listed, added, renamed, moved, closed."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core import clock, room
from core.addresses import address
from core.db import db, run
from core.errors import RuleError
from core.menu import Menu
from core.paging import sort_links, sorted_by, turn
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, can, community, requires
from teams.members.models import Community, Place, PlaceKind
from teams.members.rules.place_tree import TreePlace, below, own_places, place_in, tree_of
from teams.permissions import Permission
from teams.places.forms import NewPlaceForm, PlaceForm
from teams.places.queries import places as queries
from teams.places.queries.places import PlaceFilter
from teams.places.rules import places as rules
from teams.places.words import PLACE_KIND_WORDS

Done = TypeVar("Done")

FILTERS = frozenset({"q", "kind", "closed"})


@bp.get("/places")
@requires(Permission.PLACE_MANAGE)
def places() -> ResponseReturnValue:
    """List the places with how many are registered there, and below."""
    kind = next((each for each in PLACE_KIND_WORDS if each.value == request.args.get("kind")), None)
    wanted = PlaceFilter(request.args.get("q", "")[:60], kind, "closed" in request.args)
    sorts = list(queries.SORTS)
    page, count = queries.places_page(db.session(), community(), wanted, turn(), sorted_by(sorts))
    shown = {name: value for name, value in request.args.items() if name in FILTERS}
    by_sort = {name: value for name, value in request.args.items() if name == "sort"}
    everything = own_places(db.session(), community().id)
    return render_template(
        "teams/places/places.html",
        rows=_counted(page.rows, everything),
        count=count,
        wanted=wanted,
        kept={name: value for name, value in {**shown, **by_sort}.items() if name != "q"},
        chips_shown=_chips(wanted, shown | by_sort),
        beside=page.urls("teams.places", shown | by_sort),
        heads=sort_links("teams.places", sorts, shown),
        kind_words=PLACE_KIND_WORDS,
    )


def _counted(shown: list[Place], everything: list[Place]) -> list[tuple[TreePlace, int]]:
    """Return the places shown in their tree, each with how many are registered there or below."""
    registered = queries.registered_at(db.session(), community())
    by_id = {each.place.id: each for each in tree_of(everything)}
    return [
        (by_id[each.id], sum(registered.get(one, 0) for one in below(everything, each.id)))
        for each in shown
        if each.id in by_id
    ]


def _chips(wanted: PlaceFilter, shown: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    plain = {name: value for name, value in shown.items() if name not in {"kind", "closed"}}
    return [
        (_("全部"), address("teams.places", plain), not (wanted.kind or wanted.is_closed)),
        *(
            (_(words), address("teams.places", {**plain, "kind": kind.value}), kind is wanted.kind)
            for kind, words in PLACE_KIND_WORDS.items()
        ),
        (_("停用的"), address("teams.places", {**plain, "closed": 1}), wanted.is_closed),
    ]


@bp.get("/places/new")
@requires(Permission.PLACE_MANAGE)
def new_place() -> ResponseReturnValue:
    """Ask what a new place is called and what it stands below."""
    form = NewPlaceForm(formdata=None, data={name: request.args.get(name) for name in ("kind",)})
    return _new_page(_offered(form))


def _offered(form: PlaceForm, found: Place | None = None) -> PlaceForm:
    tree = tree_of(own_places(db.session(), community().id))
    form.offer(tree, community().name, found)
    return form


def _new_page(form: PlaceForm, refusal: RuleError | None = None) -> str:
    return render_template("teams/places/new_place.html", form=form, refusal=refusal)


@bp.post("/places")
@requires(Permission.PLACE_MANAGE)
def add_place() -> ResponseReturnValue:
    """Add a place and lead back to the list."""
    form = NewPlaceForm()
    _offered(form)
    if not form.validate():
        return _new_page(form), 400
    here_id, by, now = community().id, authority(), clock.now()
    kind, fields = PlaceKind(form.kind.data), form.fields()

    def act(session: Session) -> None:
        rules.add(Act(session, now, by=by, community=_here(session, here_id)), kind, fields)

    try:
        run(act)
    except RuleError as refusal:
        return _new_page(form, refusal), refusal.status
    flash(_("加好了：%(name)s。", name=fields.name), "success")
    return redirect(url_for("teams.places"), code=303)


def _here(session: Session, here_id: int) -> Community:
    return session.get_one(Community, here_id)


@bp.get("/places/<id:place_id>")
@requires(Permission.PLACE_MANAGE)
def place(place_id: int) -> ResponseReturnValue:
    """Show one place: who and what is there, what stands below, its name and where it stands."""
    found = place_in(db.session(), community(), place_id)
    form = PlaceForm(formdata=None, data={"name": found.name, "parent": found.parent_id})
    return _place_page(found, form)


def _place_page(found: Place, form: PlaceForm, refusal: RuleError | None = None) -> str:
    everything = own_places(db.session(), community().id)
    form.offer(tree_of(everything), community().name, found)
    standing = [each for each in everything if each.parent_id == found.id]
    counted = _counted([found, *standing], everything)
    return render_template(
        "teams/places/place.html",
        place=found,
        here=counted[0][0],
        registered=counted[0][1],
        below=counted[1:],
        form=form,
        refusal=refusal,
        kind_words=PLACE_KIND_WORDS,
        records=[
            (_(line.label), url_for(line.endpoint, place_id=found.id))
            for line in room.lines(Menu.PLACE)
            if can(line.permission)
        ],
    )


@bp.post("/places/<id:place_id>")
@requires(Permission.PLACE_MANAGE)
def change_place(place_id: int) -> ResponseReturnValue:
    """Rename a place, or move it with all that stands below it."""
    found, form = place_in(db.session(), community(), place_id), PlaceForm()
    _offered(form, found)
    if not form.validate():
        return _place_page(found, form), 400
    fields = form.fields()
    try:
        changed = _step(place_id, lambda act, here: rules.change(act, here, fields))
    except RuleError as refusal:
        return _place_page(found, form, refusal), refusal.status
    flash(_("改好了。") if changed else _("没有要改的。"), "success")
    return redirect(url_for("teams.place", place_id=place_id), code=303)


@bp.post("/places/<id:place_id>/closing")
@requires(Permission.PLACE_MANAGE)
def close_place(place_id: int) -> ResponseReturnValue:
    """Offer a place no more."""
    _step(place_id, rules.close)
    flash(_("停用了。登记在这里的人不变。"), "success")
    return redirect(url_for("teams.place", place_id=place_id), code=303)


@bp.post("/places/<id:place_id>/reopening")
@requires(Permission.PLACE_MANAGE)
def reopen_place(place_id: int) -> ResponseReturnValue:
    """Offer a closed place again."""
    _step(place_id, rules.reopen)
    flash(_("又启用了。"), "success")
    return redirect(url_for("teams.place", place_id=place_id), code=303)


def _step(place_id: int, step: Callable[[Act, Place], Done]) -> Done:
    here_id, by, now = community().id, authority(), clock.now()

    def act(session: Session) -> Done:
        here = _here(session, here_id)
        return step(Act(session, now, by=by, community=here), place_in(session, here, place_id))

    return run(act)
