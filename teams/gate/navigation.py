"""What every page shows around itself: who reads it, where one is, and where one may go."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import signed_in
from accounts.models import TextSize
from core import clock
from core.db import db
from core.errors import NotFound
from core.masking import name_for_staff
from core.permissions import PermissionName
from teams.authority.queries import membership
from teams.authority.rules import Authority
from teams.authority.words import ROLE_WORDS
from teams.gate import authority, can, community, may_enter
from teams.members.models import Community
from teams.permissions import Permission

CountWaiting = Callable[[Session, Community, Authority, datetime], dict[str, int]]
COUNTER = "wuse_waiting"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the navigation; what waits there is counted only when the line is drawn."""

    label: str
    url: str
    icon: str
    is_current: bool
    endpoint: str = ""

    @property
    def count(self) -> int:
        """How much waits on the page for the reader."""
        return _waiting().get(self.endpoint, 0)


def init_app(app: Flask, count_waiting: CountWaiting) -> None:
    """Give every template its surroundings; `count_waiting` tells what waits, page by page."""
    app.extensions[COUNTER] = count_waiting
    app.context_processor(layout_values)


def _waiting() -> dict[str, int]:
    if "waiting" not in g:
        count: CountWaiting = current_app.extensions[COUNTER]
        g.waiting = count(db.session(), community(), authority(), clock.now())
    waiting: dict[str, int] = g.waiting
    return waiting


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
    ("超市", "points.supermarket", "shop", Permission.COMMUNITY_READ),
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
    ("活动", "volunteer.leading", "cal", PermissionName("activity:manage")),
    ("签到与核时", "volunteer.attendance", "clock", PermissionName("attendance:manage")),
    ("志愿者", "teams.members", "people", Permission.MEMBER_READ),
    ("柜台", "points.counter", "scan", PermissionName("shop:sell")),
    ("积分超市", "points.products", "shop", PermissionName("stock:manage")),
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
    "points.supermarket": ("supermarket",),
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
    table: tuple[tuple[str, str, str, PermissionName], ...],
) -> list[MenuItem]:
    return [
        MenuItem(gettext(label), url_for(endpoint), icon, _is_within(endpoint), endpoint)
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
    _enter_lost_community()
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


def _enter_lost_community() -> None:
    """Enter the community of an address no page answers to, so that its menu leads on."""
    room = request.path.split("/")
    if request.url_rule is None and "community" not in g and room[1:2] == ["c"] and len(room) > 2:
        with suppress(NotFound):
            g.community = membership.community_by_slug(db.session(), room[2])


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
