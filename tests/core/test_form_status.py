"""The status of a page that shows its form: the refusal's first, then that of its slips."""

from __future__ import annotations

import pytest
from wtforms import StringField

from core.errors import NotAllowed
from core.fields import Required
from core.form import Form, status_of


class Asking(Form):
    """One field that must be filled in."""

    name = StringField("姓名", [Required("请填姓名。")])


@pytest.fixture
def sent(app):
    """Call with what was typed: the form after it was sent and looked at."""

    def do(name):
        with app.test_request_context(method="POST", data={"name": name}):
            form = Asking(meta={"csrf": False})
            form.validate()
            return form

    return do


def test_a_form_without_a_slip_is_shown_as_any_page(sent):
    assert status_of(sent("王秀兰"), None) == 200


def test_a_slip_is_a_bad_request(sent):
    assert status_of(sent(""), None) == 400


def test_a_refusal_says_its_own_status_whatever_the_slips(sent):
    assert status_of(sent(""), NotAllowed()) == 403
    assert status_of(sent("王秀兰"), NotAllowed()) == 403
