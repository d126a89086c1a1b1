"""Every template compiles, stands on a layout, keeps its size and says its words in Chinese."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from core import template_filters
from core.house import packages

ROOT = Path(__file__).parents[2] / "templates"
KIT = Environment(loader=FileSystemLoader(ROOT), autoescape=True, extensions=["jinja2.ext.i18n"])
template_filters.install(KIT)
CHINESE = re.compile("[\u3400-\u9fff]")
FILES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))
PAGES = [file for file in FILES if not file.startswith(("components/", "layout/"))]
TRANSLATED = {"_", "gettext", "ngettext"}


def source_of(file):
    return (ROOT / file).read_text("utf-8")


def is_page(file):
    """A part of a page begins with an underscore, or holds nothing but macros."""
    made_of = KIT.parse(source_of(file)).body
    holds_macros = any(isinstance(part, nodes.Macro) for part in made_of)
    return not Path(file).name.startswith("_") and not (holds_macros and not _extends(made_of))


def _extends(parts):
    return any(isinstance(part, nodes.Extends) for part in parts)


@pytest.mark.parametrize("file", FILES)
def test_template_compiles_and_keeps_its_size(file):
    KIT.get_template(file)

    assert source_of(file).count("\n") <= 80


@pytest.mark.parametrize("file", [file for file in PAGES if is_page(file)])
def test_page_stands_on_a_layout_and_sets_its_heading(file):
    tree = KIT.parse(source_of(file))
    bases = [each.template.value for each in tree.find_all(nodes.Extends)]
    named = {
        each.target.name
        for each in tree.find_all(nodes.Assign)
        if isinstance(each.target, nodes.Name)
    }

    assert [base.split("/")[0] for base in bases] == ["layout"]
    assert "heading" in named


@pytest.mark.parametrize("file", FILES)
def test_every_endblock_is_named(file):
    assert not re.search(r"\{%-?\s*endblock\s*-?%\}", source_of(file))


@pytest.mark.parametrize("file", FILES)
def test_every_chinese_word_can_be_translated(file):
    tree = KIT.parse(source_of(file))
    found = {
        id(word)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATED
        for word in call.find_all(nodes.Const)
    }
    bare = [text.data.strip() for text in tree.find_all(nodes.TemplateData)]
    bare += [str(word.value) for word in tree.find_all(nodes.Const) if id(word) not in found]

    assert [words for words in bare if CHINESE.search(words)] == []


@pytest.mark.parametrize("file", FILES)
def test_only_written_words_go_through_the_marker(file):
    """`_(variable)` would be trusted as HTML: what a variable says goes through `|say`."""
    loose = [
        call.lineno
        for call in KIT.parse(source_of(file)).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATED
        for word in call.args[: 2 if call.node.name == "ngettext" else 1]
        if not isinstance(word, nodes.Const)
    ]

    assert loose == []


@pytest.mark.parametrize("file", FILES)
def test_no_page_compares_what_a_state_is_called(file):
    """A page asks `is_open`, `may_cancel`; which states that means stands beside the model."""
    compared = [
        side.lineno
        for found in KIT.parse(source_of(file)).find_all(nodes.Compare)
        for side in (found.expr, *(operand.expr for operand in found.ops))
        if isinstance(side, nodes.Getattr) and side.attr in {"value", "state"}
    ]

    assert compared == []


def values_of_pages():
    """Yield where a page is drawn, and the name of each value it is given."""
    for path in sorted(each for room in packages() for each in (ROOT.parent / room).rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "render_template":
                for word in call.keywords:
                    yield f"{path.relative_to(ROOT.parent)}:{call.lineno}", word.arg


def test_no_page_covers_what_its_layout_calls(app):
    """A value called `way` once hid the function, and a reader of large words met 500."""
    called = {name for name, value in app.jinja_env.globals.items() if callable(value)}

    assert "way" in called
    assert [f"{where}: {name}" for where, name in values_of_pages() if name in called] == []


def test_no_link_opens_a_window_of_its_own():
    """WeChat's browser has no tabs: the new page takes the place of what was typed."""
    assert [file for file in FILES if re.search(r"target=.?_blank", source_of(file))] == []
