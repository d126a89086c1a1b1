"""Grids, estates and buildings of a community: added, renamed, moved, closed, opened again."""

from dataclasses import dataclass

from sqlalchemy import select

from core.errors import BadRequest, RuleError
from teams.authority.act import Act
from teams.members.models import OWN_KINDS, Community, Place, PlaceKind
from teams.members.rules.place_spellings import folded
from teams.members.rules.place_tree import MOST_PLACES, own_places
from teams.permissions import Permission


class PlaceMisplaced(BadRequest):
    """A place stands below one of a kind before its own: grid, estate, building."""

    message = "楼栋放在小区或网格下面，小区放在网格下面，网格放在最上面。请另选一个。"


class AboveClosed(RuleError):
    """What stands below a closed place is offered no more either."""

    code = "not_eligible"
    message = "“%(name)s”停用了。请先启用它，或者另选一个。"


class PlaceTaken(RuleError):
    """Two open places of one name side by side cannot be told apart."""

    code = "already_done"
    message = "这里已经有“%(name)s”了，不用再加。"


class PlacesBelow(RuleError):
    """A place is closed after those below it."""

    code = "not_eligible"
    message = "下面还有在用的：%(names)s。请先停用或移走它们。"


class TooManyPlaces(RuleError):
    """A community has no more places than a page can offer."""

    code = "limit_reached"
    message = "最多 %(most)s 个地点。请先看看有没有重复的。"


class AlreadyThus(RuleError):
    """The place is closed already, or open already."""

    code = "already_done"
    message = "刚刚办过了，请刷新看一看。"


@dataclass(frozen=True, slots=True)
class PlaceFields:
    """How a place is called, and which own place it stands below; None is the community."""

    name: str
    parent_id: int | None


def add(act: Act, kind: PlaceKind, fields: PlaceFields) -> Place:
    """Add a place.

    Raises NotAllowed, TooManyPlaces, PlaceMisplaced, AboveClosed, PlaceTaken, in that order.
    """
    act.by.refuse_unless(Permission.PLACE_MANAGE)
    places = _locked(act)
    if len(places) >= MOST_PLACES:
        raise TooManyPlaces(most=MOST_PLACES)
    _refuse_misplaced(places, kind, fields.parent_id)
    _refuse_taken(places, fields, None)
    place = Place(
        community_id=act.community.id,
        parent_id=fields.parent_id or act.community.place_id,
        kind=kind,
        name=fields.name,
    )
    act.session.add(place)
    act.session.flush()
    act.note("place_added", place, name=place.name, kind=kind)
    return place


def change(act: Act, place: Place, fields: PlaceFields) -> list[str]:
    """Rename a place, or move it with all that stands below; return which of both changed.

    Raises NotAllowed, PlaceMisplaced, AboveClosed, PlaceTaken, in that order.
    """
    act.by.refuse_unless(Permission.PLACE_MANAGE)
    places = _locked(act)
    _refuse_misplaced(places, place.kind, fields.parent_id)
    if not place.is_closed:
        _refuse_taken(places, fields, place.id)
    parent_id = fields.parent_id or act.community.place_id
    changed = {
        name: value
        for name, value in (("name", fields.name), ("parent_id", parent_id))
        if getattr(place, name) != value
    }
    for name, value in changed.items():
        setattr(place, name, value)
    act.session.flush()
    if changed:
        act.note("place_changed", place, name=place.name, moved="parent_id" in changed)
    return list(changed)


def close(act: Act, place: Place) -> None:
    """Offer a place no more; who is registered there stays registered there.

    Raises NotAllowed, AlreadyThus, PlacesBelow, in that order.
    """
    act.by.refuse_unless(Permission.PLACE_MANAGE)
    places = _locked(act)
    if place.is_closed:
        raise AlreadyThus
    open_below = [each.name for each in places if each.parent_id == place.id and not each.is_closed]
    if open_below:
        raise PlacesBelow(names="、".join(open_below[:5]))
    place.closed_at = act.now
    act.session.flush()
    act.note("place_closed", place, name=place.name)


def reopen(act: Act, place: Place) -> None:
    """Offer a closed place again.

    Raises NotAllowed, AlreadyThus, AboveClosed, PlaceTaken, in that order.
    """
    act.by.refuse_unless(Permission.PLACE_MANAGE)
    places = _locked(act)
    if not place.is_closed:
        raise AlreadyThus
    own_ids = {each.id for each in places}
    parent_id = place.parent_id if place.parent_id in own_ids else None
    _refuse_closed_above(places, parent_id)
    _refuse_taken(places, PlaceFields(place.name, parent_id), place.id)
    place.closed_at = None
    act.session.flush()
    act.note("place_reopened", place, name=place.name)


def _locked(act: Act) -> list[Place]:
    """Return the places of the community, which nobody else changes until this act is over."""
    act.session.execute(
        select(Community.id).where(Community.id == act.community.id).with_for_update()
    )
    return own_places(act.session, act.community.id)


def _refuse_misplaced(places: list[Place], kind: PlaceKind, parent_id: int | None) -> None:
    """Kinds go down by one or more, so that no place can come to stand below itself."""
    above = next((each for each in places if each.id == parent_id), None)
    if kind not in OWN_KINDS or (parent_id is not None and above is None):
        raise PlaceMisplaced
    if above is not None and OWN_KINDS.index(above.kind) >= OWN_KINDS.index(kind):
        raise PlaceMisplaced
    _refuse_closed_above(places, parent_id)


def _refuse_closed_above(places: list[Place], parent_id: int | None) -> None:
    above = next((each for each in places if each.id == parent_id), None)
    if above is not None and above.is_closed:
        raise AboveClosed(name=above.name)


def _refuse_taken(places: list[Place], fields: PlaceFields, own_id: int | None) -> None:
    own_ids = {each.id for each in places}
    for each in places:
        parent_id = each.parent_id if each.parent_id in own_ids else None
        is_beside = parent_id == fields.parent_id and each.id != own_id and not each.is_closed
        if is_beside and folded(each.name) == folded(fields.name):
            raise PlaceTaken(name=each.name)
