"""The gate: entering a community by its address, and `requires`, which every route says."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Blueprint, current_app, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.routing import BaseConverter, ValidationError

from accounts.gate import signed_in
from accounts.models import TextSize
from core.db import db
from core.errors import NotAllowed, NotFound, NotSignedIn, SecretToChange
from core.masking import name_for_staff
from core.permissions import Permission
from teams.models import Community, Member
from teams.queries import counties, people, standing
from teams.roles import SOMEBODY, Authority
from teams.words import ROLE_WORDS

LARGEST_ID = 2**63 - 1
View = TypeVar("View", bound=Callable[..., Any])


class IdConverter(BaseConverter):
    """A row's number in an address: ASCII digits, 1 to 2^63 − 1, no leading zero."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        """Return the number, or no match at all."""
        if not value.isascii() or int(value) > LARGEST_ID:
            raise ValidationError
        return int(value)


def community_blueprint(package: str, import_name: str) -> Blueprint:
    """Return a blueprint whose pages live under `/c/<community>`.

    The community is taken off the address before the view and put back by `url_for`.
    """
    blueprint = Blueprint(package, import_name, url_prefix="/c/<string:community>")
    blueprint.url_value_preprocessor(_enter_community)
    blueprint.url_defaults(_put_community_back)
    return blueprint


def _enter_community(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    slug = (values or {}).pop("community", "")
    g.community = standing.community_by_slug(db.session(), slug)


def _put_community_back(_endpoint: str, values: dict[str, Any]) -> None:
    if "community" in values or "community" not in g:
        return
    values["community"] = g.community.slug


def requires(permission: Permission) -> Callable[[View], View]:
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

        guarded.permission = permission  # type: ignore[attr-defined]
        return cast("View", guarded)

    return mark


def _refuse_unless(permission: Permission) -> None:
    if permission is Permission.ANYONE:
        return
    who = signed_in()
    if who is None:
        raise NotSignedIn
    if permission is Permission.SIGNED_IN:
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


def _not_yours(permission: Permission) -> NotAllowed:
    if "community" not in g:
        return NotAllowed()
    roles, person = people.who_may(db.session(), community(), permission)
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
    if "community" in g:
        return standing.authority_of(db.session(), community(), person_id)
    return counties.county_authority(db.session(), person_id)


def current_member(session: Session) -> Member:
    """Return the reader's own membership, loaded in `session`. Raises NotFound without one."""
    member_id = authority().member_id
    if member_id is None:
        raise NotFound
    return session.get_one(Member, member_id)


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
    """Say whether the reader may; templates ask to hide a button, never to protect."""
    wanted = Permission(permission)
    if wanted is Permission.ANYONE:
        return True
    if "community" not in g:
        return signed_in() is not None and wanted in SOMEBODY
    return may_enter() and authority().may(wanted, team_id)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the navigation."""

    label: str
    url: str
    icon: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """What a layout shows of the person reading."""

    shown_name: str
    role_words: str
    is_elder: bool
    is_large: bool
    is_high_contrast: bool


TABS = (
    ("首页", "volunteer.home", "home", Permission.COMMUNITY_READ),
    ("活动", "volunteer.activities", "cal", Permission.COMMUNITY_READ),
    ("积分", "points.passbook", "book", Permission.OWN_DATA),
    ("超市", "points.shelf", "shop", Permission.COMMUNITY_READ),
    ("我的", "teams.me", "me", Permission.OWN_DATA),
)
PUBLIC_PAGES = (
    ("近期活动", "volunteer.activities", "cal", Permission.ANYONE),
    ("公示", "teams.notices", "flag", Permission.ANYONE),
    ("荣誉墙", "commendations.honours", "medal", Permission.ANYONE),
    ("证书查验", "verify.ask", "check", Permission.ANYONE),
)
OWN_PAGES = (("我自己的", "volunteer.home", "me", Permission.COMMUNITY_READ),)
DESK_MENU = (
    ("今天", "commendations.today", "home", Permission.DESK_READ),
    ("活动", "volunteer.leading", "cal", Permission.ACTIVITY_MANAGE),
    ("签到与核时", "volunteer.attendance", "clock", Permission.ATTENDANCE_MANAGE),
    ("志愿者", "teams.members", "people", Permission.MEMBER_READ),
    ("柜台", "points.counter", "scan", Permission.SHOP_SELL),
    ("积分超市", "points.products", "shop", Permission.STOCK_MANAGE),
    ("表扬认定", "commendations.commendations", "medal", Permission.DESK_READ),
    ("公示", "teams.notices", "flag", Permission.DESK_READ),
    ("导入", "teams.imports", "box", Permission.IMPORT_READ),
    ("操作记录", "teams.audit_trail", "eye", Permission.AUDIT_READ),
    ("设置", "teams.settings", "gear", Permission.COMMUNITY_SETTINGS),
)

ROOMS = {
    "volunteer.home": ("my", "not-listed", "shifts"),
    "volunteer.activities": ("activities",),
    "points.passbook": ("points", "redemptions"),
    "points.shelf": ("supermarket",),
    "teams.me": ("me", "my-honours", "teams", "awards"),
    "volunteer.leading": ("leading",),
    "volunteer.attendance": ("attendance", "shifts", "records"),
    "teams.members": ("members", "join-requests"),
    "points.counter": ("counter",),
    "points.products": ("stock",),
    "commendations.commendations": ("commendations", "levels", "honour-objections"),
    "teams.notices": ("notices", "objections", "record-objections"),
    "teams.imports": ("imports",),
    "teams.settings": ("settings", "roles"),
}
"""The first segments of the addresses that lie below a line of the navigation."""


def _menu(
    table: tuple[tuple[str, str, str, Permission], ...],
) -> list[MenuItem]:
    return [
        MenuItem(gettext(label), url_for(endpoint), icon, _is_within(endpoint))
        for label, endpoint, icon, permission in table
        if endpoint in current_app.view_functions and can(permission) and _is_for_me(endpoint)
    ]


def _is_within(endpoint: str) -> bool:
    """Say whether the page read is this one or lies below it."""
    if request.endpoint == endpoint:
        return True
    room = request.path.removeprefix(url_for("volunteer.home")).partition("/")[0]
    return "community" in g and room in ROOMS.get(endpoint, ())


def _is_for_me(endpoint: str) -> bool:
    """Say whether the page has something of the reader: a guest by role has no passbook here."""
    return endpoint != "points.passbook" or authority().member_id is not None


def _desk_menu() -> list[MenuItem]:
    desk = _menu(DESK_MENU)
    return [*desk, *_menu(OWN_PAGES)] if desk else []


def layout_values() -> dict[str, Any]:
    """Give every template the reader, the community and the menu of what the reader may.

    When something is out of order nothing more is asked of the database.
    """
    if g.get("is_out_of_order"):
        return {"can": can, "community": None, "reader": None, "tabs": [], "menu": []}
    who = signed_in()
    inside = may_enter()
    return {
        "can": can,
        "community": g.get("community"),
        "reader": _reader() if who is not None else None,
        "tabs": _menu(TABS) if inside else [],
        "menu": _desk_menu() if inside else [],
        "public_menu": _menu(PUBLIC_PAGES) if "community" in g else [],
    }


def _reader() -> Reader | None:
    who = signed_in()
    if who is None:
        return None
    roles = authority().roles if may_enter() else ()
    return Reader(
        shown_name=name_for_staff(who.person.name),
        role_words="、".join(gettext(ROLE_WORDS[role]) for role in roles) or gettext("志愿者"),
        is_elder=who.person.is_elder_mode,
        is_large=who.person.text_size is TextSize.LARGE,
        is_high_contrast=who.person.has_high_contrast,
    )
