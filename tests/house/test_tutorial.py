"""docs/adding-a-feature.md shows the code as it is."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs" / "adding-a-feature.md").read_text("utf-8")
BLOCK = re.compile(r"^```(?:python|jinja)\n(?:# |\{# )(\S+)(?: #\})?\n(.*?)\n```$", re.M | re.S)
LEFT_OUT = "\n…\n"


def is_in(piece: str, path: str) -> bool:
    return f"\n{piece}\n" in f"\n{(ROOT / path).read_text('utf-8')}\n"


def test_every_piece_of_code_is_that_of_its_file():
    pieces = [
        (path, each) for path, code in BLOCK.findall(TUTORIAL) for each in code.split(LEFT_OUT)
    ]

    assert [(path, each) for path, each in pieces if not is_in(each, path)] == []


def test_every_block_names_its_file():
    assert len(BLOCK.findall(TUTORIAL)) == TUTORIAL.count("```") // 2


def test_a_changed_piece_is_seen():
    path, code = BLOCK.findall(TUTORIAL)[0]

    assert not is_in(code.replace("asked_at", "wished_at"), path)


def test_the_tutorial_passes_through_every_storey():
    shown = {path for path, _code in BLOCK.findall(TUTORIAL)}

    parts = [path.split("/") for path in shown if path.startswith("points/")]
    assert {each[2] for each in parts if len(each) > 2} == {
        "models",
        "rules",
        "queries",
        "views",
    }
