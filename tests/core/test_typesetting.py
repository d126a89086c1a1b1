"""What a variable says is translated and stays escaped."""

from flask import render_template_string


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
