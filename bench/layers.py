"""`make layers`: who may import whom, drawn from the rooms into .importlinter, and looked at.

A room says in its `__init__.py` in which order its parts stand (LAYERS, highest first, parts that
know nothing of each other beside each other). What every room may have stands here.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator

from importlinter.cli import lint_imports

from core.house import ROOT, packages, rooms

CONTRACTS = ROOT / ".importlinter"
HEAD = "# Written by `make layers` from app.py and the LAYERS of each room; never by hand.\n"
WEB = ("flask", "wtforms", "flask_wtf", "flask_login", "werkzeug", "flask_babel")

BESIDE = (
    "upkeep_jobs",
    "checks",
    "county_figures",
    "own_file",
    "new_community",
    "points_on_the_way",
    "used_since",
    "erasing",
    "merging",
    "trail",
    "waiting",
)
OVER_ALL = (
    "room",
    " | ".join(BESIDE),
)
BELOW_ALL = ("settings", "blueprint", "permissions")
"""What stands over and below the features of a room, unless it says another place for it."""

STOREYS = (
    "views | api | cli",
    "forms",
    "queries",
    "act",
    "rules | kept_settings",
    "words | columns",
    "models",
)
MAKES_A_FEATURE = ("views", "queries", "rules")
WITHOUT_WEB = ("models", "rules")
WITHOUT_WEB_BESIDE = ("upkeep_jobs", "checks", "settings")
"""Modules beside the features that know no web, as rules and models of a feature know none."""

Options = dict[str, str | Iterable[str]]


def main() -> int:
    """Write the contracts anew, then look whether the imports keep them."""
    CONTRACTS.write_text(drawn(), "utf-8")
    return lint_imports(config_filename=str(CONTRACTS), no_logo=True)


def drawn() -> str:
    """Return the contracts as the rooms say them, the same text for the same rooms."""
    session: Options = {"root_packages": packages(), "include_external_packages": "True"}
    parts = [_section("importlinter", session)]
    for number, contract in enumerate(_contracts(), start=1):
        parts.append(_section(f"importlinter:contract:{number}", contract))
    return HEAD + "\n" + "\n".join(parts)


def layers_of(room: str) -> tuple[str, ...]:
    """Return the order a room says of its parts, highest first; empty where it says none."""
    return tuple(getattr(importlib.import_module(room), "LAYERS", ()))


def folders_of(room: str) -> list[str]:
    """Return the folders of a room that has features, highest first; none of another room."""
    parts = (name for layer in layers_of(room) for name in _names(layer))
    return [name for name in parts if (ROOT / room / name).is_dir()] if features_of(room) else []


def features_of(room: str) -> list[str]:
    """Return the folders of a room that are features, highest first: all of them but the gate."""
    parts = (name for layer in layers_of(room) for name in _names(layer))
    return [name for name in parts if any(_is_there(room, name, each) for each in MAKES_A_FEATURE)]


def _contracts() -> Iterator[Options]:
    yield {
        "name": "Floors: downwards only",
        "type": "layers",
        "layers": tuple(reversed(packages())),
    }
    yield {
        "name": "Storeys inside each feature",
        "type": "layers",
        "containers": [f"{room}.{each}" for room in rooms() for each in features_of(room)],
        "exhaustive": "True",
        "layers": [_optional(each) for each in STOREYS],
    }
    yield from (_order_in(room) for room in rooms() if layers_of(room))
    yield {
        "name": "Rules and models know no web",
        "type": "forbidden",
        "source_modules": sorted(each for room in rooms() for each in _without_web(room)),
        "forbidden_modules": WEB,
    }
    yield {
        "name": "No circles between modules of a package",
        "type": "acyclic_siblings",
        "ancestors": ["core", *(f"{each}.*" if features_of(each) else each for each in rooms())],
    }


def _order_in(room: str) -> Options:
    """Return the contract of one room: downwards only, but for the tables of its features."""
    told = layers_of(room)
    placed = {name for layer in told for name in _names(layer)}
    over, below = (
        [_optional(layer) for each in ends if (layer := _without(placed, each))]
        for ends in (OVER_ALL, BELOW_ALL)
    )
    return {
        "name": f"Features of {room}",
        "type": "layers",
        "containers": [room],
        "exhaustive": "True",
        "layers": [*over, *told, *below],
        "ignore_imports": [f"{room}.** -> {room}.*.models{deeper}" for deeper in ("", ".**")],
        "unmatched_ignore_imports_alerting": "none",
    }


def _without_web(room: str) -> Iterator[str]:
    yield from (f"{room}.{each}" for each in WITHOUT_WEB if _is_there(room, each))
    for each in WITHOUT_WEB_BESIDE:
        if (ROOT / room / f"{each}.py").exists():
            yield f"{room}.{each}"
    for each in features_of(room):
        yield from (f"{room}.{each}.{kind}" for kind in WITHOUT_WEB if _is_there(room, each, kind))


def _is_there(*path: str) -> bool:
    place = ROOT.joinpath(*path)
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def _names(layer: str) -> list[str]:
    return layer.split(" | ")


def _without(placed: set[str], layer: str) -> str:
    return " | ".join(name for name in _names(layer) if name not in placed)


def _optional(layer: str) -> str:
    """Let the parts of a layer be missing: not every room or feature has each."""
    return " | ".join(f"({name})" for name in _names(layer))


def _section(title: str, options: Options) -> str:
    lines = [f"[{title}]"]
    for name, told in options.items():
        lines.append(f"{name} = {told}" if isinstance(told, str) else f"{name} =")
        lines += [] if isinstance(told, str) else [f"    {each}" for each in told]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
