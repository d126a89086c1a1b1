"""The English catalogue is whole, true to its placeholders, and compiled."""

import ast
import os
import re
from pathlib import Path

from core import catalogue, room
from tests.audited import Walk
from tests.house.test_refusals import _all_refusals

PLACEHOLDER = re.compile(r"%(?:\((\w+)\)[sd]|%)")
SET_TOGETHER = {
    "points/goods/rules/goods_known.py": "answers to the rows of a sheet, in its language",
    "volunteer/hours/rules/hours_known.py": "answers to the rows of a sheet, in its language",
    "teams/imports/rules/roster_known.py": "answers to the rows of a sheet, in its language",
    "core/inputs.py": "answers to the rows of a sheet, in its language",
    "core/masking.py": "covers the names of people, which stay Chinese",
    "teams/communities/rules/communities.py": "makes the stored names of the five teams",
}
"""Files that may set Chinese together with values, each with its reason."""


def forms_of(entry):
    return entry.string if isinstance(entry.string, tuple) else (entry.string,)


def test_placeholders_agree():
    wrong = []
    for entry in catalogue.kept():
        asked = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        wanted = set(PLACEHOLDER.findall(asked[-1]))
        for found in filter(None, forms_of(entry)):
            if set(PLACEHOLDER.findall(found)) != wanted:
                wrong.append(found)

    assert wrong == []


def test_english_holds_no_chinese():
    assert [
        found
        for entry in catalogue.kept()
        for found in forms_of(entry)
        if catalogue.CHINESE.search(found)
    ] == []


def test_the_catalogue_is_compiled_when_its_text_is_newer(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "COMPILED", tmp_path / "messages.mo")
    catalogue.COMPILED.write_bytes(b"old")
    os.utime(catalogue.COMPILED, (0, 0))

    catalogue.compile_when_older()

    assert catalogue.COMPILED.read_bytes() == catalogue.compiled(catalogue.kept())


def test_a_compiled_catalogue_is_not_compiled_again(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "COMPILED", tmp_path / "messages.mo")
    catalogue.COMPILED.write_bytes(b"newer than the text")

    catalogue.compile_when_older()

    assert catalogue.COMPILED.read_bytes() == b"newer than the text"


def test_the_language_of_the_page_is_a_word_too():
    assert catalogue.kept().get("zh-CN").string == "en"


def test_every_refusal_is_in_the_catalogue():
    known = {entry.id for entry in catalogue.kept()}

    assert [each.__name__ for each in _all_refusals() if each.message not in known] == []


def test_no_sentence_is_set_together_by_an_f_string():
    found = []
    for path in catalogue._python_files():
        name = str(path.relative_to(catalogue.ROOT))
        parts = [
            part
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.JoinedStr)
            for part in node.values
        ]
        if name not in SET_TOGETHER and any(catalogue._chinese_of(part) for part in parts):
            found.append(name)

    assert found == []


def test_files_left_out_of_the_catalogue_exist():
    for name in [*catalogue.NOT_SHOWN, *SET_TOGETHER]:
        assert (Path(catalogue.ROOT) / name).exists()


def test_every_sentence_has_its_english():
    missing = [entry.id for entry in catalogue.untranslated(catalogue.refreshed())]

    assert missing == [], "make words, then translate what is new"


def test_every_event_of_the_audit_trail_has_words():
    walk, trail = Walk(), room.trail()

    assert walk.untold == [], "name the event where it happens, or see tests/audited.py"
    assert sorted(walk.events - set(trail.events)) == [], "add it to trail.py of the room"
    assert sorted(set(trail.events) - walk.events) == [], "no code notes it"
    assert sorted(walk.details - set(trail.details)) == [], "add it to trail.py of the room"
