"""What the documents say of the code is so: the names, files, links and the picture."""

import importlib
import re
from functools import cache

import pytest

from bench import map as house_map
from bench import picture
from core.house import ROOT, packages

DOCS = ROOT / "docs"
ABOUT_CODE = (
    "docs/architecture.md",
    "docs/adding-a-feature.md",
    "docs/glossary.md",
    "CONTRIBUTING.md",
    "README.md",
    "README.zh.md",
)
LINKING = sorted(str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *DOCS.glob("*.md")])
IN_CODE = re.compile(r"`([^`\n]+)`")
NAME = re.compile(rf"(?:{'|'.join(['app', *packages()])})(?:\.\w+)+")
LINK = re.compile(r"\]\(([^)\s]+)\)")
FILE = re.compile(r"[\w.-]+(?:/[\w.-]+)*(?:/|\.(?:py|md|html|toml|txt|svg|po))")


def read(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


def is_there(name: str) -> bool:
    """Say whether a dotted name leads to a module, or to something inside one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


@cache
def cited(document: str) -> list[str]:
    return IN_CODE.findall(read(document))


@pytest.mark.parametrize("document", ABOUT_CODE)
def test_every_name_a_document_cites_is_in_the_code(document):
    names = [each for each in cited(document) if NAME.fullmatch(each) and not FILE.fullmatch(each)]

    assert [each for each in names if not is_there(each)] == []


@pytest.mark.parametrize("document", ABOUT_CODE)
def test_every_file_a_document_cites_exists(document):
    files = [each for each in cited(document) if FILE.fullmatch(each) and "/" in each]
    in_rooms = [each for each in files if not each.startswith("rules/")]

    assert [each for each in in_rooms if not (ROOT / each).exists()] == []


@pytest.mark.parametrize("document", LINKING)
def test_every_link_to_a_file_leads_there(document):
    folder = (ROOT / document).parent
    inside = [each.partition("#")[0] for each in LINK.findall(read(document)) if ":" not in each]

    assert [each for each in inside if each and not (folder / each).exists()] == []


def test_the_walk_names_enough_to_be_followed():
    names = {each for each in cited("docs/architecture.md") if NAME.fullmatch(each)}

    assert len(names) > 30


@pytest.mark.parametrize(
    "gone", ["points.redemptions.rules.collecting.sold", "points.rules.till", "core.nothing"]
)
def test_a_name_that_is_gone_is_seen(gone):
    assert not is_there(gone)


def test_the_picture_is_what_the_code_draws():
    assert picture.PICTURE.read_text("utf-8") == picture.drawn(), "run `make picture`"


def test_the_map_names_every_feature_as_it_stands():
    text = house_map.DOCUMENT.read_text("utf-8")

    assert house_map.with_map(text) == text, "run `make picture`"
    assert "| `volunteer/sign_ups/` |" in text
