"""The formatter sets every line; the few tables it may not are counted."""

from tests.house.sources import ROOT, rooms

MOST_SKIPS = 10
SKIP = "# fmt: " + "skip"
OFF = "# fmt: " + "off"


def python_files():
    for top in [*rooms(), "tests", "bench", "migrations"]:
        yield from (ROOT / top).rglob("*.py")
    yield ROOT / "app.py"


def test_few_lines_are_set_by_hand():
    lines = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if SKIP in line or OFF in line
    ]

    assert len(lines) <= MOST_SKIPS, lines
