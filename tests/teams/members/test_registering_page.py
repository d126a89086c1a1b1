"""One page to register on: at most nine fields, all faults at once, what was typed is kept."""

import re

import pytest
from sqlalchemy import select

from accounts.models import Guardian, Person
from accounts.rules import people
from teams.authority.act import Act
from teams.members.rules import registering
from teams.members.rules.registering import FirstPassword, Registration, Said
from tests.builders import NEWCOMER, NOW, PASSWORD, a_community

REGISTER = "/c/dongjie/register"
GUARDIAN = {"guardian_name": "王芳", "guardian_phone": "13833334444"}
IN_SIGHT = re.compile(r"<(?:input|select)[^>]* name=\"(?!csrf|next)(\w+)\"")
HIDDEN = re.compile(r"<div[^>]*data-for-ages=[^>]* hidden>.*?(?=for=\"team\"|</form>)", re.S)
"""NOW is 15 May 2026."""


@pytest.fixture
def dongjie(session):
    found = a_community(session)
    session.commit()
    return found


def faults(read):
    """What the page says beside each field."""
    return dict(re.findall(r'id="(\w+)-error">.*?<span>([^<]+)</span>', read.html, re.S))


def summary(read):
    listed = re.search(r'<div class="errors".*?</div>', read.html, re.S)
    return re.findall(r'href="#(\w+)"', listed[0]) if listed else []


def shown(read):
    """The fields a person sees without a script."""
    return IN_SIGHT.findall(HIDDEN.sub("", read.html))


def test_an_adult_is_asked_for_eight_things(dongjie, client):
    fields = shown(client.get(REGISTER))

    assert len(fields) == 8
    assert not {"guardian_name", "guardian_phone"} & set(fields)


def test_a_minor_is_asked_for_a_guardian_instead_of_what_only_adults_choose(dongjie, client):
    answer = client.post(REGISTER, NEWCOMER | {"birth_on": "2010-05-16"})

    assert answer.status == 400
    assert len(shown(answer)) == 8
    assert {"guardian_name", "guardian_phone"} < set(shown(answer))
    assert summary(answer) == ["guardian_name", "guardian_phone"]


@pytest.mark.parametrize(
    ("birth_on", "is_asked"), [("2008-05-15", False), ("2008-05-16", True), ("2012-05-15", True)]
)
def test_guardian_is_asked_for_until_the_day_before_eighteen(dongjie, client, birth_on, is_asked):
    answer = client.post(REGISTER, NEWCOMER | {"birth_on": birth_on, "password": ""})

    assert ("guardian_name" in faults(answer)) is is_asked


def test_all_faults_are_said_at_once_in_the_order_of_the_page(dongjie, client):
    sent = {"name": "", "phone": "12345", "birth_on": "2010-01-01", "team": "0", "password": "短"}

    answer = client.post(REGISTER, sent)

    assert answer.status == 400
    assert summary(answer) == [
        "name",
        "phone",
        "guardian_name",
        "guardian_phone",
        "password",
        "agrees_to_record",
    ]
    assert list(faults(answer)) == summary(answer)
    assert "有 6 处要改" in answer.words


@pytest.mark.parametrize(
    ("amiss", "field", "said"),
    [
        ({"name": "  "}, "name", "请填姓名"),
        ({"phone": ""}, "phone", "请填手机号"),
        ({"birth_on": ""}, "birth_on", "请填出生日期"),
        ({"birth_on": "2026-02-30"}, "birth_on", "没有"),
        ({"birth_on": "2027-01-01"}, "birth_on", "出生日期不对"),
        ({"birth_on": "1905-01-01"}, "birth_on", "出生日期不对"),
        ({"birth_on": "2012-05-16"}, "birth_on", "由监护人带着到社区服务台登记"),
        ({"password": ""}, "password", "请设一个密码"),
        ({"password": "短短短"}, "password", "至少 10 个字"),
        ({"password": "13811112222"}, "password", "只有手机号"),
        ({"password": "x" * 5000}, "password", ""),
        ({"agrees_to_record": ""}, "agrees_to_record", "才能登记"),
    ],
)
def test_each_fault_stands_beside_its_field(dongjie, session, client, amiss, field, said):
    answer = client.post(REGISTER, NEWCOMER | GUARDIAN | amiss)

    assert answer.status in {400, 409}
    assert said in faults(answer)[field]
    assert session.scalars(select(Person)).all() == []


@pytest.mark.parametrize("missing", list(GUARDIAN))
def test_half_a_guardian_is_none(dongjie, client, missing):
    answer = client.post(REGISTER, NEWCOMER | GUARDIAN | {"birth_on": "2010-05-16", missing: ""})

    assert list(faults(answer)) == [missing]


def test_minor_with_a_guardian_is_registered(dongjie, session, client):
    sent = client.post(REGISTER, NEWCOMER | GUARDIAN | {"birth_on": "2010-05-16"})

    assert sent.status == 303
    assert session.scalars(select(Guardian.name)).one() == "王芳"


def test_what_was_typed_stays_but_for_the_password(dongjie, client):
    sent = NEWCOMER | GUARDIAN | {"phone": "1", "birth_on": "2010年5月16日", "public_name": "y"}

    answer = client.post(REGISTER, sent | {"next": "/c/dongjie/notices"})

    kept = answer.form(REGISTER)
    assert {name: kept[name] for name in ("name", "phone", "birth_on", "next")} == {
        "name": "李四",
        "phone": "1",
        "birth_on": "2010年5月16日",
        "next": "/c/dongjie/notices",
    }
    assert (kept["guardian_name"], kept["guardian_phone"]) == ("王芳", "13833334444")
    assert kept["password"] == ""
    assert PASSWORD not in answer.html
    assert "密码不留在页面上，请再填一次" in answer.words
    ticked = re.findall(r'<input checked[^>]* id="(\w+)"', answer.html)
    assert ticked == ["agrees_to_record", "public_name"]


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "' OR 1=1 --", "\x00", "李" * 999]
)
def test_hostile_words_are_refused_or_shown_as_words(dongjie, session, client, hostile):
    answer = client.post(REGISTER, NEWCOMER | {"name": hostile, "guardian_name": hostile})

    assert answer.status == 400
    assert "<script>alert" not in answer.html
    assert session.scalars(select(Person)).all() == []


def test_known_number_is_told_nothing_beside_its_field(dongjie, session, client):
    client.post(REGISTER, NEWCOMER)

    again = client.post(REGISTER, NEWCOMER | {"password": "短"})

    assert list(faults(again)) == ["password"]


def test_rule_refuses_the_first_of_the_faults(session, community):
    act = Act(session, NOW, community=community)
    said = Said(name="李四", birth_on=None)
    weak = FirstPassword("短")

    assert list(registering.faults_of(act, said, weak)) == ["password", "agrees_to_record"]


@pytest.mark.parametrize(
    ("wanted", "password", "refusal"),
    [
        ({"birth_on": "2027-01-01"}, "短", people.BirthdayAhead),
        ({"birth_on": "2020-01-01"}, "短", registering.ChildRegisters),
        ({"agrees": False}, PASSWORD, registering.ConsentMissing),
        ({"birth_on": "2010-01-01"}, PASSWORD, people.GuardianMissing),
    ],
)
def test_rule_refuses_on_its_own(session, community, wanted, password, refusal):
    born = people.date.fromisoformat(wanted.get("birth_on", "1980-01-02"))
    asked = Registration(
        people.NewPerson("李四", born, phone="13811112222"),
        agrees_to_record=wanted.get("agrees", True),
    )

    with pytest.raises(refusal):
        registering.register_self(
            Act(session, NOW, community=community), asked, FirstPassword(password)
        )
