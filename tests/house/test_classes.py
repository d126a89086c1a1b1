"""A class means one thing: it is at home in one stylesheet, and some page wears it."""

import ast
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.house.sources import rooms

ROOT = Path(__file__).parents[2]
SHEETS = sorted(ROOT.glob("static/css/*.css"))
FROM_FORMS = {"mb-3", "form-text", "is-invalid", "invalid-feedback"}  # written by Bootstrap-Flask
HEAT = {"h0", "h1", "h2", "h3", "h4"}  # the chart writes h and the number
COMPOSED = re.compile(r"""([a-z][\w-]*--)(?:\{|["'] ?~|%)""")
PLAIN = re.compile(r"[a-z][a-z0-9 _-]*")
NAME = re.compile(r"\.([a-zA-Z][\w-]*)")
MODES = {"elder", "large", "contrast"}
"""How somebody reads; worn by <body>, and no container of what stands in it."""
ON_BODY = {*MODES, "public", "print", "counter", "signed-in"}
"""Worn by <body>, so that a page can be told; some have no style of their own."""
STATES = {"on", "past", "today"}
"""Said of a key, a day or a step: a state has the looks of whatever is in it."""


def rules_of(css):
    """Yield (at-rule, selector) of every rule, each selector of a list alone."""
    css, around, start = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL), [], 0
    for at, sign in ((m.start(), m[0]) for m in re.finditer("[{}]", css)):
        words, start = css[start:at].strip(), at + 1
        if sign == "{":
            yield from ((" ".join(around), each) for each in _parted(words) if words[0] != "@")
            around.append(words)
        else:
            around.pop()


def _parted(words):
    """Part a list of selectors at its commas, and every :is() into its choices."""
    choice = re.search(r":is\(((?:[^()]|\([^()]*\))*)\)", words)
    if choice:
        parts = [words[: choice.start()] + one + words[choice.end() :] for one in _cut(choice[1])]
        return [each for part in parts for each in _parted(part)]
    return [" ".join(each.split()) for each in _cut(words)]


def _cut(words):
    return re.split(r",\s*(?![^()]*\))", words)


def subject_of(selector):
    """Return the classes of what is styled, and those it stands in; a mode is no container."""
    bare = re.sub(r":(?:not|has|where)\((?:[^()]|\([^()]*\))*\)", "", selector)
    *around, last = re.split(r"\s*[>+~]\s*|\s+", bare)
    return set(NAME.findall(last)), {one for each in around for one in NAME.findall(each)} - MODES


def styled():
    """Return file by class: where it is at home, and where it is only placed in a container."""
    homes, placed = defaultdict(set), defaultdict(set)
    for file in SHEETS:
        for _around, selector in rules_of(file.read_text("utf-8")):
            classes, containers = subject_of(selector)
            for name in classes - MODES:
                (placed if containers else homes)[name].add(file.name)
    return homes, placed


def written():
    """Return what templates, scripts and views may write as a class, in one text."""
    found = [_shown(each.read_text("utf-8")) for each in ROOT.glob("templates/**/*.html")]
    found += [each.read_text("utf-8") for each in ROOT.glob("static/js/*.js")]
    for room in rooms():
        for each in (ROOT / room).rglob("*.py"):
            if room in {"core", "demo"} or "views" in {*each.parts, each.stem}:
                found += _strings(ast.parse(each.read_text("utf-8")))
    return "\n".join(found)


def _strings(tree):
    """Return what a module may write as classes: literals of small letters and nothing else."""
    found = [each.value for each in ast.walk(tree) if isinstance(each, ast.Constant)]
    return [each for each in found if isinstance(each, str) and PLAIN.fullmatch(each)]


def _shown(template):
    """Return a template without its comments, its sentences and the names of its icons."""
    plain = re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
    plain = re.sub(r"\{%-? *(?:end)?block \w+ *-?%\}", " ", plain)
    return re.sub(r"""\b(?:icon|_)\((?:"[^"]*"|'[^']*')""", " ", plain)


def worn():
    """Return every class a template spells out in full."""
    words = set()
    for file in ROOT.glob("templates/**/*.html"):
        plain = re.sub(r"\{[{#].*?[}#]\}", "\0", file.read_text("utf-8"), flags=re.DOTALL)
        plain = re.sub(r"\{%.*?%\}", " ", plain, flags=re.DOTALL)
        for found in re.findall(r'\sclass="([^"]*)"', plain):
            words |= {each for each in found.split() if "\0" not in each}
    return words


def test_f3_every_class_of_the_stylesheets_is_worn():
    words, (homes, placed) = written(), styled()
    found, begun = set(re.findall(r"[a-zA-Z][\w-]*", words)), set(COMPOSED.findall(words))
    dead = {
        each
        for each in {*homes, *placed} - found - FROM_FORMS - HEAT
        if not any(each.startswith(start) for start in begun)
    }

    assert dead == set()


def test_f3_every_class_a_page_wears_is_styled():
    known = {
        name
        for file in SHEETS
        for _around, selector in rules_of(file.read_text("utf-8"))
        for name in NAME.findall(selector)
    }

    assert worn() - known - ON_BODY == set()


def test_f3_a_class_is_at_home_in_one_stylesheet():
    homes, _placed = styled()

    assert {name: sorted(files) for name, files in homes.items() if len(files) > 1} == {}


def test_f3_a_word_without_a_home_is_said_in_one_stylesheet():
    homes, placed = styled()
    homeless = {name: files for name, files in placed.items() if name not in homes}

    assert {
        name: sorted(files)
        for name, files in homeless.items()
        if len(files) > 1 and name not in STATES
    } == {}


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.stem)
def test_f3_a_selector_stands_once_in_its_stylesheet(file):
    """Two blocks of one name are two meanings, or one that cannot be read in one place."""
    blocks = re.findall(r"(?:^|\})\s*([^{}@]+)\{", _outside_of_at_rules(file.read_text("utf-8")))
    counted = Counter(" ".join(each.split()) for each in blocks)

    assert {each for each, times in counted.items() if times > 1} == set()


def _outside_of_at_rules(css):
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
