"""Fields: something must be said, and is read as `core.inputs` reads it."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, PasswordField, SelectField, StringField

from core import inputs
from core.fields import Required, SelectChoice, Typed, value_of

TEAMS = [SelectChoice(1, "红"), SelectChoice(2, "绿")]


class Asked(Form):
    """A form with one of each kind."""

    name = StringField("姓名", [Required("请填姓名。"), Typed(inputs.person_name)])
    team = SelectField("队伍", [Required("请选队伍。")], coerce=int, choices=TEAMS)
    password = PasswordField("密码", [Required("请填密码。")])


def asked(**typed):
    return Asked(MultiDict({"name": "王秀兰", "team": "2", "password": " 山高 水长 "} | typed))


def test_what_is_said_is_read():
    form = asked(name=" 王秀兰 ")

    assert form.validate()
    assert (value_of(form.name), form.team.data, form.password.data) == ("王秀兰", 2, " 山高 水长 ")


@pytest.mark.parametrize("nothing", ["", " ", "\u3000", "\n\t ", "\xa0"])
@pytest.mark.parametrize(
    ("field", "complaint"),
    [("name", "请填姓名。"), ("team", "请选队伍。"), ("password", "请填密码。")],
)
def test_blanks_alone_are_nothing(field, complaint, nothing):
    form = asked(**{field: nothing})

    assert not form.validate()
    assert form.errors[field] == [complaint]


def test_field_left_out_is_asked_for():
    form = Asked(MultiDict({"team": "1", "password": "山高水长"}))

    assert not form.validate()
    assert form.errors == {"name": ["请填姓名。"]}


def test_page_is_told_that_the_field_is_required():
    assert asked().name.flags.required


class Bare(Form):
    """A field that must be there, without words of its own."""

    version = StringField(validators=[Required()])


def test_nothing_is_refused_without_words_of_ones_own():
    assert not Bare(MultiDict({})).validate()
    assert Bare(MultiDict({"version": "1"})).validate()
