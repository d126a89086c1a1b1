"""The gate: the community of the address, who the reader is there, `requires` on every route."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Blueprint, Flask, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.routing import BaseConverter, ValidationError

from accounts.gate import signed_in, token
from core import clock, room
from core.db import db
from core.errors import NotAllowed, NotFound, NotSignedIn, SecretToChange
from core.permissions import PermissionName
from teams.authority.queries import counties, membership
from teams.authority.rules import SOMEBODY, Authority
from teams.authority.words import ROLE_WORDS
from teams.members.models import Community, Member
from teams.permissions import Permission

LARGEST_ID = 2**63 - 1
T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Any])


class IdConverter(BaseConverter):
    """A row's number in an address: ASCII digits, 1 to 2^63 − 1, no leading zero."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        """Return the number, or no match at all."""
        if not value.isascii() or int(value) > LARGEST_ID:
            raise ValidationError
        return int(value)


def init_app(app: Flask) -> None:
    """Let addresses name rows by `<id:…>`."""
    app.url_map.converters["id"] = IdConverter


def community_blueprint(package: str, import_name: str) -> Blueprint:
    """Return a blueprint whose pages live under `/c/<community>`.

    The community is taken off the address before the view and put back by `url_for`.
    """
    blueprint = Blueprint(package, import_name, url_prefix="/c/<string:community>")
    blueprint.url_value_preprocessor(_enter_community)
    blueprint.url_defaults(_put_community_back)
    return blueprint


def _enter_community(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    enter((values or {}).pop("community", ""))


def enter(slug: str) -> None:
    """Enter the community of this address, as whoever asks. Raises NotFound.

    What they are there is read with it and kept for this request alone, so that a role that ended
    or a membership that was taken away opens nothing at the next.
    """
    is_to_read = request.method in {"GET", "HEAD"}
    if not is_to_read and "signed_in" not in g and token():
        g.entered = _entered_by_token(slug)
    else:
        who = signed_in()
        person_id = None if who is None else who.person_id
        g.entered = membership.enter(db.session(), slug, person_id, is_to_read=is_to_read)
    g.community = g.entered.community


def _entered_by_token(slug: str) -> membership.Entered:
    """Enter to do something, and learn in the same read who asks."""
    g.login_session, entered = membership.enter_by_token(db.session(), slug, token())
    is_here = signed_in() is not None
    if entered is None:
        raise NotFound
    return entered if is_here else membership.Entered(entered.community)


def enter_by(path: str) -> None:
    """Enter the community a path of ours lies in, so that the page around it leads on there.

    One that lies in none, or in one there is not, leaves the reader outside.
    """
    parts = path.split("?", maxsplit=1)[0].split("/")
    if "community" not in g and parts[1:2] == ["c"] and len(parts) > 2:
        with suppress(NotFound):
            enter(parts[2])


def _put_community_back(_endpoint: str, values: dict[str, Any]) -> None:
    if "community" in values or "community" not in g:
        return
    values["community"] = g.community.slug


def requires(permission: PermissionName) -> Callable[[View], View]:
    """Let only those pass who may: sign-in (401), membership (404), permission (403), in order.

    `Permission.ANYONE` is said aloud by public pages; silence is no permission, and a house test
    fails on a route without this mark.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            _refuse_unless(permission)
            answer: ResponseReturnValue = view(*args, **kwargs)
            return answer

        vars(guarded)["permission"] = permission
        return cast("View", guarded)

    return mark


def _refuse_unless(permission: PermissionName) -> None:
    if permission == Permission.ANYONE:
        return
    who = signed_in()
    if who is None:
        raise NotSignedIn
    if permission == Permission.SIGNED_IN:
        return
    if not authority().may(permission):
        raise _not_yours(permission)
    if who.person.must_change_secret:
        raise SecretToChange


class PageOfOthers(NotAllowed):
    """The page is read by other roles; says which, and whom to ask (look 9)."""

    message = "这页由%(roles)s查看。要看请找%(person)s。"


class StepOfOthers(NotAllowed):
    """The step is taken by other roles; says which, and whom to ask (look 9)."""

    message = "这一步由%(roles)s来办。要办请找%(person)s。"


def _not_yours(permission: PermissionName) -> NotAllowed:
    if "community" not in g:
        return NotAllowed()
    roles, person = membership.who_may(db.session(), community(), permission)
    if person is None:
        return NotAllowed()
    words = "、".join(gettext(ROLE_WORDS[role]) for role in roles)
    refusal = PageOfOthers if request.method in {"GET", "HEAD"} else StepOfOthers
    return refusal(roles=words, person=person)


def community() -> Community:
    """Return the community of the address. Raises NotFound outside one."""
    if "community" not in g:
        raise NotFound
    found: Community = g.community
    return found


def authority() -> Authority:
    """Return what the reader may do in the community of the address.

    Raises NotSignedIn; NotFound for a stranger to the community.
    """
    who = signed_in()
    if who is None:
        raise NotSignedIn
    if "authority" not in g:
        g.authority = _authority_here(who.person.id)
    if g.authority is None:
        raise NotFound
    held: Authority = g.authority
    return held


def _authority_here(person_id: int) -> Authority | None:
    """Outside a community only the county's own pages ask."""
    if "entered" in g:
        return membership.authority_in(db.session(), g.entered, person_id)
    return counties.county_authority(db.session(), person_id)


def current_member(session: Session) -> Member:
    """Return the reader's own membership, loaded in `session`. Raises NotFound without one."""
    member_id = authority().member_id
    if member_id is None:
        raise NotFound
    return session.get_one(Member, member_id)


def local_today() -> date:
    """Return the day it is in the community of the address."""
    return clock.local_day(clock.now(), community().zone)


def in_community(act: Callable[[Session, Community], T]) -> Callable[[Session], T]:
    """Return `act` with the community of the address loaded in its session."""
    community_id = community().id
    return lambda session: act(session, session.get_one(Community, community_id))


def may_enter() -> bool:
    """Say whether somebody is signed in who belongs to the community of the address."""
    if signed_in() is None or "community" not in g:
        return False
    try:
        authority()
    except NotFound:
        return False
    return True


def can(permission: str, team_id: int | None = None) -> bool:
    """Say whether the reader may; templates ask to hide a button, never to protect.

    Raises KeyError for what no room lists.
    """
    wanted = room.permission(permission)
    if wanted == Permission.ANYONE:
        return True
    if "community" not in g:
        return signed_in() is not None and wanted in SOMEBODY
    return may_enter() and authority().may(wanted, team_id)
