"""What a page prints is what Jinja would print; what is drawn once is drawn for whom it is."""

import pytest
from flask import url_for
from jinja2 import Environment, UndefinedError
from markupsafe import Markup, escape

from core.drawing import Drawing, drawn_once


class Loud(str):
    """Words of a kind of their own."""


class Drawn:
    """Something that says itself how it is written."""

    def __html__(self):
        return "<b>&</b>"


PRINTED = ["<b>&\"'", Markup("<b>&amp;</b>"), Loud("<i>"), 7, -7, 2.5, None, True, Drawn(), ["<"]]


@pytest.mark.parametrize("value", PRINTED)
def test_what_is_printed_is_escaped_as_ever(value):
    assert Drawing.printed(value) == str(escape(value))


SOURCES = [
    "{{ value }}",
    "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m(value) }}",
    "{% set x %}<p>{{ value }}</p>{% endset %}{{ x }}{{ x ~ value }}",
    '{{ value|string|replace("<", "[") }}{{ [value]|join("<") }}',
    "{% autoescape false %}{{ value }}{% endautoescape %}{{ value|safe }}{{ value|e }}",
]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("value", PRINTED)
def test_a_template_prints_what_jinja_would(app, source, value):
    ours = Drawing(app, autoescape=True)
    theirs = Environment(autoescape=True)

    drawn = [each.from_string(source).render(value=value) for each in (ours, theirs)]

    assert drawn[0] == drawn[1]


def test_what_is_not_there_is_still_an_error(app):
    with app.app_context(), pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ nobody }}").render()


@pytest.fixture
def macro():
    """A macro that counts how often it was drawn."""
    asked = []

    def draw(name, label=None):
        asked.append(name)
        return Markup("<use href='%s'>%s</use>") % (
            url_for("static", filename="icons.svg"),
            label or name,
        )

    draw.asked = asked
    return draw


def test_a_piece_is_drawn_once_for_its_arguments(app, macro):
    kept = drawn_once(macro)

    for _reader in range(2):
        with app.test_request_context():
            assert "home" in kept("home")
            assert "家" in kept("home", label="家")

    assert macro.asked == ["home", "home"]


def test_words_are_not_taken_for_markup_that_reads_the_same(app, macro):
    kept = drawn_once(macro)

    with app.test_request_context():
        assert "&amp;amp;" in kept("x", "&amp;")
        assert "&amp;amp;" not in kept("x", Markup("&amp;"))


def test_a_piece_leads_below_the_prefix_of_its_own_request(app, macro):
    kept = drawn_once(macro)

    with app.test_request_context():
        assert "'/static/" in kept("home")
    with app.test_request_context(environ_overrides={"SCRIPT_NAME": "/wuse"}):
        assert "'/wuse/static/" in kept("home")


def test_pieces_are_forgotten_before_memory_fills(app, macro, monkeypatch):
    monkeypatch.setattr("core.drawing.DRAWN_AT_MOST", 2)
    kept = drawn_once(macro)

    with app.test_request_context():
        for name in "abcabc":
            assert name in kept(name)

    assert len(macro.asked) > 3
