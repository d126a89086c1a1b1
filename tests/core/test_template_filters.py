"""What a variable says is translated and stays escaped."""

import pytest
from flask import render_template_string

from core.errors import NotFound, RuleError
from core.template_filters import refusal_text


def shown(app, template, **words):
    with app.test_request_context(headers={"Cookie": "language=en"}):
        return render_template_string(template, **words)


def test_known_sentence_is_said_in_english(app):
    assert shown(app, "{{ words|say }}", words="没有找到这一页。") == "This page was not found."


def test_unknown_words_are_said_as_they_are_and_escaped(app):
    assert shown(app, "{{ words|say }}", words="<b>100%") == "&lt;b&gt;100%"


def test_nothing_is_said_as_nothing(app):
    assert shown(app, "{{ words|say }}", words=None) == ""


def test_words_already_set_are_left_alone(app):
    assert shown(app, "{{ _('首页')|say }}") == "Home"


class Waits(RuleError):
    message = "再等 %(minutes)s 分钟。"


class Full(RuleError):
    message = "满了 100%。"


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (None, ""),
        (NotFound(), "This page was not found."),
        (Waits(minutes=5), "再等 5 分钟。"),
    ],
)
def test_a_refusal_is_told_with_its_values(app, refusal, words):
    with app.test_request_context(headers={"Cookie": "language=en"}):
        assert refusal_text(refusal) == words


def test_a_refusal_without_values_may_hold_a_percent_sign(app):
    with app.test_request_context():
        assert refusal_text(Full()) == "满了 100%。"


def test_a_sentence_is_said_in_the_language_of_each_reader(app):
    for _again in range(2):
        assert shown(app, "{{ _('首页') }}") == "Home"
        with app.test_request_context():
            assert render_template_string("{{ _('首页') }}") == "首页"


def test_only_what_fills_a_sentence_is_escaped(app):
    template = "{{ _('<b>100%%</b> %(words)s', words='<i>') }} {{ _('<b>100%%</b>') }}"

    assert shown(app, template) == "<b>100%</b> &lt;i&gt; <b>100%</b>"
