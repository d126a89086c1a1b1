"""Addresses of pages: put together from what was learned of each kind before."""

from collections.abc import Mapping
from typing import Any, cast

from flask import Flask, url_for
from flask.globals import app_ctx, request_ctx

from core import room
from core.drawing import Drawing

LEARNED_AT_MOST = 4096
STAND_IN = 9_000_000_000_000_000_000
"""The first of the numbers that stand for a row's own while an address is learned."""


def address(endpoint: str, values: Mapping[str, object]) -> str:
    """Return where `endpoint` is with these arguments.

    Flask types the switches of its own among them, so it takes no mapping of anything.
    """
    return url_for(endpoint, **cast("dict[str, Any]", values))


def own_address(kind: str, row_id: int) -> str | None:
    """Return where a member reads the own row a notice or a posting names, None for nowhere."""
    declared = (each.own_pages for each in room.rooms().values())
    page = next((pages[kind] for pages in declared if kind in pages), None)
    if page is None:
        return None
    return address(page.endpoint, {page.key: row_id} if page.key else {})


class Program(Flask):
    """Flask, which learns an address once: rows of one page differ in a number alone.

    What was learned is right until the program ends, since its routes stand from the start; the
    community and every argument that is no number belong to what is remembered.
    """

    jinja_environment = Drawing

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._learned: dict[object, str] = {}

    def url_for(self, endpoint: str, **values: Any) -> str:
        """Return what Flask would. Raises BuildError for no such page."""
        kind = _kind_of(endpoint, values)
        if kind is None:
            return super().url_for(endpoint, **values)
        learned = self._learned.get(kind)
        if learned is None:
            learned = self._learn(endpoint, values)
            if len(self._learned) >= LEARNED_AT_MOST:
                self._learned.clear()
            self._learned[kind] = learned
        return learned % values

    def _learn(self, endpoint: str, values: Mapping[str, Any]) -> str:
        numbers = [name for name, value in values.items() if type(value) is int]
        stand_ins = {name: STAND_IN + at for at, name in enumerate(numbers)}
        learned = super().url_for(endpoint, **{**values, **stand_ins}).replace("%", "%%")
        for name, stand_in in stand_ins.items():
            learned = learned.replace(str(stand_in), f"%({name})d")
        return learned


def _kind_of(endpoint: str, values: Mapping[str, Any]) -> object | None:
    """Return what addresses have in common that differ in numbers alone; None is not learned."""
    try:
        asked = request_ctx._get_current_object().request  # type: ignore[attr-defined]  # a proxy
        community = app_ctx._get_current_object().g.get("community")  # type: ignore[attr-defined]  # a proxy
    except RuntimeError:
        return None
    key: list[object] = [
        endpoint,
        asked.blueprint if endpoint[0] == "." else None,
        asked.script_root,
        None if community is None else community.slug,
    ]
    for name, value in values.items():
        if value is None:
            continue
        kind = type(value)
        if name[0] == "_" or (kind is not int and kind is not str):
            return None
        key += (name, int if kind is int else value)
    return tuple(key)
