"""What every page shows around itself: who reads it, where one is, and where one may go."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, g, has_request_context, request, url_for

from accounts.gate import signed_in
from accounts.models import TextSize
from core import clock, room
from core.addresses import address
from core.db import db
from core.drawing import Drawing
from core.masking import name_for_staff
from core.menu import COUNTED_MENUS, Asking, Menu, MenuLine, Way, how_many
from core.template_filters import said
from teams.authority.words import ROLE_WORDS
from teams.gate import authority, can, community, enter_by, may_enter
from teams.gate.parts import few

ELDER = "elder"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the navigation; what waits there is counted only when the line is drawn."""

    line: MenuLine
    label: str
    url: str
    icon: str
    is_current: bool

    @property
    def count(self) -> int:
        """How much waits on the page for the reader."""
        return _waiting().get(self.line, 0) if self.line.counts else 0


def init_app(app: Flask) -> None:
    """Give every template its surroundings, and `way` to pages by what they are for."""
    app.context_processor(layout_values)
    app.jinja_env.globals["way"] = way
    app.jinja_env.globals["this_page"] = this_page
    app.jinja_env.globals["few"] = few
    cast("Drawing", app.jinja_env).wanted_kit = wanted_kit


def wanted_kit() -> str:
    """Return which templates the reader is shown: `elder` for large words, else the plain ones."""
    if not has_request_context() or g.get("is_out_of_order"):
        return ""
    who = signed_in()
    return ELDER if who is not None and who.person.is_elder_mode else ""


def way(to: str, **values: object) -> str:
    """Return the address of the page there is for a purpose. Raises ValueError for no purpose."""
    return address(room.way(Way(to)), values)


def this_page() -> str:
    """Return the address of the page in hand, to come back to; after a form only if it opens."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.removesuffix("?")
    pages = current_app.create_url_adapter(request)
    return request.path if pages and pages.test(request.path, "GET") else "/"


def asking() -> Asking:
    """Return who asks what waits behind the menu, here and now."""
    here, now = community(), clock.now()
    today = clock.local_day(now, here.zone)
    return Asking(db.session(), here.id, authority(), now, today, g.entered.unread)


def _waiting() -> dict[MenuLine, int]:
    if "waiting" not in g:
        counted = [line for menu in COUNTED_MENUS for line in room.lines(menu)]
        found = iter(how_many(asking(), [count for line in counted for count in line.counts]))
        g.waiting = {line: sum(next(found) for _count in line.counts) for line in counted}
    waiting: dict[MenuLine, int] = g.waiting
    return waiting


@dataclass(frozen=True, slots=True)
class Reader:
    """What a layout shows of the person reading."""

    shown_name: str
    role_words: str
    modes: str
    """How the words look, as classes of the page: elder, large, contrast."""


def _menu(menu: Menu) -> list[MenuItem]:
    return [
        MenuItem(line, said(line.label), url_for(line.endpoint), line.icon, _is_within(line))
        for line in room.lines(menu)
        if can(line.permission) and (line.for_guests or authority().member_id is not None)
    ]


def _is_within(line: MenuLine) -> bool:
    """Say whether the page read is that of the line or lies below it."""
    if request.endpoint == line.endpoint:
        return True
    below = room.segments_below(line.endpoint)
    if not below or "community" not in g:
        return False
    return request.path.removeprefix(way(Way.HOME)).partition("/")[0] in below


def _desk_menu() -> list[MenuItem]:
    desk = _menu(Menu.DESK)
    return [*desk, *_menu(Menu.BESIDE_DESK)] if desk else []


def layout_values() -> dict[str, object]:
    """Give every template the reader, the community and the menu of what the reader may.

    The address no page answers to is entered for it, so that its menu leads on. When something is
    out of order nothing more is asked of the database.
    """
    if g.get("is_out_of_order"):
        return {
            "can": can,
            "is_inside": False,
            "community": None,
            "reader": None,
            "tabs": [],
            "menu": [],
        }
    if request.url_rule is None:
        enter_by(request.path)
    who = signed_in()
    inside = may_enter()
    return {
        "can": can,
        "is_inside": inside,
        "community": g.get("community"),
        "reader": _reader() if who is not None else None,
        "tabs": _menu(Menu.TABS) if inside else [],
        "menu": _desk_menu() if inside else [],
        "public_menu": _menu(Menu.PUBLIC) if "community" in g else [],
    }


def _reader() -> Reader | None:
    who = signed_in()
    if who is None:
        return None
    roles = authority().roles if may_enter() else ()
    modes = {
        ELDER: who.person.is_elder_mode,
        "large": who.person.text_size is TextSize.LARGE,
        "contrast": who.person.has_high_contrast,
    }
    return Reader(
        shown_name=name_for_staff(who.person.name),
        role_words="、".join(said(ROLE_WORDS[role]) for role in roles) or said("志愿者"),
        modes="".join(f" {name}" for name, is_on in modes.items() if is_on),
    )
