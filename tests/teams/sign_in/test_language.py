"""Who is not signed in reads in the language the browser asks for, or the one chosen there."""

import pytest
from sqlalchemy import select

from accounts.models import Person
from tests.builders import a_community, a_member

SWITCH = "/language"


@pytest.fixture
def dongjie(session):
    found = a_community(session)
    session.commit()
    return found


def language_of(read):
    return read.html.split('<html lang="', 1)[1].split('"', 1)[0]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("en-US,en;q=0.9", "en"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("fr-FR,en;q=0.5", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("en;q=0.4,zh;q=0.6", "zh-CN"),
        ("fr", "zh-CN"),
        ("*", "zh-CN"),
        ("", "zh-CN"),
        ("en;q=-1, ;;;,\x7f", "zh-CN"),
        ("x" * 4000, "zh-CN"),
    ],
)
def test_browser_is_obeyed(dongjie, client, asked, language):
    read = client.get("/c/dongjie/activities", headers={"Accept-Language": asked})

    assert language_of(read) == language


def test_switch_offers_the_other_language_in_its_own_words(dongjie, client):
    assert ">English</button>" in client.get("/c/dongjie/activities").html

    client.post(SWITCH, {"language": "en"})

    english = client.get("/c/dongjie/activities")
    assert ">中文</button>" in english.html
    assert ">English</button>" not in english.html


@pytest.mark.parametrize(
    "page", ["/", "/sign-in", "/c/dongjie/activities", "/c/dongjie/notices", "/c/dongjie/register"]
)
def test_every_public_page_carries_the_switch_and_comes_back(dongjie, client, page):
    form = client.get(page).form(SWITCH)

    answer = client.browser.post(SWITCH, data=form | {"language": "en"})

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, page)
    assert language_of(client.get(page)) == "en"


def test_choice_is_stronger_than_the_browser(dongjie, client):
    client.post(SWITCH, {"language": "zh"})

    read = client.get("/c/dongjie/activities", headers={"Accept-Language": "en-US"})

    assert language_of(read) == "zh-CN"


def test_cookie_nobody_set_gives_way_to_the_browser(dongjie, client):
    client.browser.set_cookie("language", "kl")

    read = client.get("/c/dongjie/activities", headers={"Accept-Language": "en"})

    assert language_of(read) == "en"


def test_visitors_choice_opens_no_session(dongjie, client):
    answer = client.browser.post(SWITCH, data={"language": "en", "next": "/c/dongjie/activities"})

    kept = answer.headers.getlist("Set-Cookie")
    assert [each.split("=")[0] for each in kept] == ["language"]
    assert {"HttpOnly", "SameSite=Lax"} <= {part.strip() for part in kept[0].split(";")}


@pytest.mark.parametrize(
    "hostile", [{}, {"language": "kl"}, {"language": ""}, {"language": "en\r\nSet-Cookie: a=b"}]
)
def test_anything_else_is_chinese(dongjie, client, hostile):
    client.browser.post(SWITCH, data=hostile)

    assert client.browser.get_cookie("language").value == "zh"


@pytest.mark.parametrize("going_to", ["//e.test", "https://e.test/", "/\\e.test", ""])
def test_switch_leads_to_our_own_pages_alone(dongjie, client, going_to):
    answer = client.browser.post(SWITCH, data={"language": "en", "next": going_to})

    assert answer.headers["Location"] == "/"


def test_what_a_person_reads_is_not_changed_without_our_own_form(dongjie, session, signed_in):
    member = a_member(session, dongjie)
    session.commit()
    reader = signed_in(member.person)

    answer = reader.browser.post(SWITCH, data={"language": "en"})

    assert answer.status_code == 400
    assert language_of(reader.get("/c/dongjie/me")) == "zh-CN"


def test_person_switches_on_their_own_page(dongjie, session, signed_in):
    member = a_member(session, dongjie)
    session.commit()
    reader = signed_in(member.person)
    form = reader.get("/c/dongjie/me").form(SWITCH)

    answer = reader.follow(reader.post(SWITCH, form))

    assert language_of(answer) == "en"
    assert reader.get("/c/dongjie/me").form(SWITCH)["language"] == "zh"


def test_who_registers_goes_on_in_the_language_they_read(dongjie, session, client):
    typed = {
        "name": "Tom Li",
        "phone": "13811112222",
        "birth_on": "1980-01-02",
        "team": "0",
        "password": "玉米地里的第三排路灯",
        "agrees_to_record": "y",
    }
    client.post(SWITCH, {"language": "en"})

    client.post("/c/dongjie/register", typed)

    assert session.scalars(select(Person.language)).one() == "en"
