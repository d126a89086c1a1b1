"""`make picture`: who knows whom, drawn from the imports of the code into docs/architecture.svg."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterator

import grimp

from bench import layers
from core import house

PICTURE = house.ROOT / "docs" / "architecture.svg"
WIDTH, MARGIN = 1540, 24
ROW, BOX = 84, 72
TOWER = 900
"""How far the packages reach; to the right of them stand the arrows."""

LANE = 44
CELL_WIDTH, CELL_HEIGHT = 96, 30
FEATURES_A_ROW, FEATURE_WIDTH, FEATURE_HEIGHT = 6, 98, 26
Ways = Counter[tuple[str, str]]


def main() -> int:
    """Draw the picture anew."""
    PICTURE.write_text(drawn(), "utf-8")
    print(f"{PICTURE.relative_to(house.ROOT)}: {PICTURE.stat().st_size // 1000} kB")
    return 0


def drawn() -> str:
    """Return the picture of the house as it stands, the same text for the same imports."""
    packages = house.packages()[::-1]
    storeys = [name for storey in layers.STOREYS for name in storey.split(" | ")]
    features = {package: layers.folders_of(package) for package in packages}
    graph = grimp.build_graph(*packages, cache_dir=None)
    between, inside = _counted(graph, storeys)
    storeys = [name for name in storeys if any(name in pair for pair in inside)]
    top = 96
    table_top = top + ROW * len(packages) + 76
    height = table_top + CELL_HEIGHT * (len(storeys) + 1) + MARGIN
    parts = [
        _text(MARGIN, 36, "Who knows whom", size=22, weight=700),
        _text(
            MARGIN,
            60,
            "An arrow points from the room that imports to the one it imports; the "
            "number says how often, from ten on in full tens.",
        ),
        *_tower(packages, features, top),
        *_arrows(packages, between, top),
        _text(MARGIN, table_top - 42, "Inside the features", size=22, weight=700),
        _text(
            MARGIN,
            table_top - 18,
            "The storey on the left imports the one named above, so often. Nothing points back up.",
        ),
        *_table(storeys, inside, table_top),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'font-family="system-ui, sans-serif" font-size="15" fill="#1d2420">'
    )
    title = "<title>The rooms of the program and their imports</title>"
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    return "\n".join([head, title, ground, *parts, "</svg>"]) + "\n"


def _gist(package: str) -> str:
    """Return what a package is, in the words it begins with."""
    return (importlib.import_module(package).__doc__ or "").partition(":")[0]


def _counted(graph: grimp.ImportGraph, storeys: list[str]) -> tuple[Ways, Ways]:
    between: Ways = Counter()
    inside: Ways = Counter()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            above, below = importer.split("."), imported.split(".")
            if above[0] != below[0]:
                between[above[0], below[0]] += 1
            elif above[1:2] == below[1:2]:
                upper, lower = _storey(above, storeys), _storey(below, storeys)
                if upper and lower and upper != lower:
                    inside[upper, lower] += 1
    return between, inside


def _storey(path: list[str], storeys: list[str]) -> str | None:
    return next((part for part in path[2:] if part in storeys), None)


def _tower(packages: tuple[str, ...], features: dict[str, list[str]], top: int) -> Iterator[str]:
    for number, package in enumerate(packages):
        y = top + number * ROW
        yield (
            f'<rect x="{MARGIN}" y="{y}" width="{WIDTH - 2 * MARGIN}" height="{BOX}" rx="6" '
            'fill="#eef3ef" stroke="#c4d0c7"/>'
        )
        yield _text(MARGIN + 14, y + 30, package, size=18, weight=700)
        yield _text(MARGIN + 14, y + 54, _gist(package), size=13)
        for place, feature in enumerate(features.get(package, [])):
            line, column = divmod(place, FEATURES_A_ROW)
            x = 285 + column * (FEATURE_WIDTH + 4)
            up = y + 8 + line * (FEATURE_HEIGHT + 4)
            yield (
                f'<rect x="{x}" y="{up}" width="{FEATURE_WIDTH}" height="{FEATURE_HEIGHT}" '
                'rx="4" fill="#ffffff" stroke="#8fa396"/>'
            )
            yield _text(x + FEATURE_WIDTH // 2, up + 18, feature, size=13, anchor="middle")


def _arrows(packages: tuple[str, ...], between: Ways, top: int) -> Iterator[str]:
    """Draw each pair of rooms once, short ways first, in the first lane that is free."""
    lanes: list[list[tuple[int, int]]] = []
    places = {package: number for number, package in enumerate(packages)}
    ways = sorted(
        (places[below] - places[above], places[above], count)
        for (above, below), count in between.items()
    )
    for span, start, count in ways:
        end = start + span
        lane = _free_lane(lanes, start, end)
        x = TOWER + 30 + lane * LANE
        first, last = top + start * ROW + BOX // 2 + 6, top + end * ROW + BOX // 2 - 6
        yield f'<circle cx="{x}" cy="{first}" r="4" fill="#2c6e49"/>'
        yield f'<path d="M{x} {first}V{last - 8}" stroke="#2c6e49" stroke-width="2" fill="none"/>'
        yield f'<path d="M{x - 6} {last - 9}h12l-6 9z" fill="#2c6e49"/>'
        yield (
            f'<rect x="{x - 20}" y="{first + 16}" width="40" height="18" rx="3" '
            'fill="#ffffff" stroke="#c4d0c7"/>'
        )
        yield _text(x, first + 30, _about(count), size=13, anchor="middle")


def _free_lane(lanes: list[list[tuple[int, int]]], start: int, end: int) -> int:
    for number, taken in enumerate(lanes):
        if all(end <= first or last <= start for first, last in taken):
            taken.append((start, end))
            return number
    lanes.append([(start, end)])
    return len(lanes) - 1


def _table(storeys: list[str], inside: Ways, top: int) -> Iterator[str]:
    left = MARGIN + CELL_WIDTH
    for column, below in enumerate(storeys):
        x = left + column * CELL_WIDTH + CELL_WIDTH // 2
        yield _text(x, top + 20, below, weight=700, anchor="middle")
    for row, above in enumerate(storeys):
        y = top + CELL_HEIGHT * (row + 1)
        yield f'<path d="M{MARGIN} {y}h{CELL_WIDTH * (len(storeys) + 1)}" stroke="#c4d0c7"/>'
        yield _text(MARGIN, y + 20, above, weight=700)
        for column, below in enumerate(storeys):
            if inside[above, below]:
                x = left + column * CELL_WIDTH + CELL_WIDTH // 2
                yield _text(x, y + 20, _about(inside[above, below]), anchor="middle")


def _about(count: int) -> str:
    """Return a count that does not change with every line of code."""
    return str(count) if count < 10 else f"{count // 10 * 10}+"


def _text(
    x: int, y: int, words: str, *, size: int = 15, weight: int = 400, anchor: str = "start"
) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{words}</text>'
    )


if __name__ == "__main__":
    raise SystemExit(main())
