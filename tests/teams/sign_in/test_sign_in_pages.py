"""Signing in and out, as a person does it."""

from datetime import UTC, date, datetime

import pytest

import app as program  # noqa: TID251 - tests build the program
from accounts.rules import hashing
from core.local_path import local_path
from core.settings import Settings
from teams.authority.models import Role
from tests.builders import a_community, a_member, a_role
from tests.conftest import FIELD_KEY
from tests.reading import PageReader

PASSWORD = "wuse-demo-2026"
PAYLOADS = (
    "//e.test",
    "/\\e.test",
    "\\/e.test",
    "https:e.test",
    "////e.test",
    "/\te.test",
    "/\r\ne.test",
    "javascript:alert(1)",
    "https://u:p@e.test/",
    "/%2f%2fe.test",
    "/%5ce.test",
    "http://localhost.e.test/",
    "/%252f%252fe.test",
    "e.test",
)


@pytest.fixture
def member(session):
    found = a_member(session, a_community(session, prefix="DJ"), "张三", phone="13811112222")
    found.person.password_hash = hashing.hashed(PASSWORD)
    found.person.pin_hash = hashing.hashed("246810")
    session.commit()
    return found


@pytest.fixture
def signed_out(app):
    """Another browser, somewhere else."""
    return PageReader(app)


def enter(client, login, secret, **more):
    return client.post("/sign-in", {"login": login, "secret": secret} | more)


def test_signing_in_leads_where_one_was_going(member, client):
    turned_away = client.get("/c/dongjie/me")
    assert turned_away.status == 303
    page = client.get(turned_away.go_to)

    answer = enter(client, "13811112222", PASSWORD, next=page.form("/sign-in")["next"])

    assert answer.go_to == "/c/dongjie/me"
    assert "张三" in client.follow(answer).words


@pytest.mark.parametrize("payload", PAYLOADS)
def test_next_is_always_a_local_path(payload):
    assert local_path(payload, "/") == "/"


@pytest.mark.parametrize("path", ["/c/dongjie/me", "/c/dongjie/members?q=%E5%BC%A0"])
def test_plain_local_path_is_kept(path):
    assert local_path(path) == path


def test_wrong_and_unknown_look_the_same(member, client):
    wrong = enter(client, "13811112222", "wrong-password")
    unknown = enter(client, "13899998888", "wrong-password")

    assert (wrong.status, unknown.status) == (401, 401)
    assert wrong.words == unknown.words.replace("13899998888", "13811112222")


def test_lock_is_shown_as_a_time_of_day(member, client):
    for _ in range(5):
        enter(client, member.volunteer_no, "135790")

    answer = enter(client, member.volunteer_no, "246810")

    assert answer.status == 429
    assert "到 10:15 再试" in answer.words
    assert int(answer.response.headers["Retry-After"]) > 800


def test_cookie_copied_before_signing_out_is_worth_nothing(member, client):
    enter(client, "13811112222", PASSWORD)
    token = client.browser.get_cookie("wuse").value
    client.post("/sign-out")
    client.browser.set_cookie("wuse", token)

    assert client.get("/c/dongjie/me").status == 303


def test_planted_cookie_is_replaced_at_sign_in(member, client):
    client.browser.set_cookie("wuse", "planted")
    enter(client, "13811112222", PASSWORD)

    assert client.browser.get_cookie("wuse").value != "planted"


def test_first_pin_leads_to_changing_it(member, client, session):
    member.person.must_change_secret = True
    session.commit()
    enter(client, member.volunteer_no, "246810")

    assert client.get("/c/dongjie/me").go_to == "/secret"
    changed = client.post(
        "/secret/pin", {"pin-current": "246810", "pin-new": "971305", "pin-again": "971305"}
    )

    assert changed.status == 303, changed.words
    assert client.get("/c/dongjie/me").status == 200


def test_pin_everybody_would_try_is_refused_at_first_use(member, client, session):
    member.person.must_change_secret = True
    session.commit()
    enter(client, member.volunteer_no, "246810")

    refused = client.post(
        "/secret/pin", {"pin-current": "246810", "pin-new": "880808", "pin-again": "880808"}
    )

    assert refused.status == 400
    assert "太好猜" in refused.words


def test_child_with_the_right_pin_is_told_what_the_guardian_does(member, client, session):
    member.person.birth_on = date(2012, 5, 16)
    session.commit()

    turned_away = enter(client, member.volunteer_no, "246810")

    assert turned_away.status == 403
    assert "请监护人带孩子到社区服务台" in turned_away.words
    assert client.browser.get_cookie("wuse") is None


def test_child_signs_in_from_the_birthday_in_the_communitys_zone(member, client, session, now):
    member.person.birth_on = date(2012, 5, 16)
    session.commit()

    now(datetime(2026, 5, 15, 15, 59, 59, tzinfo=UTC))
    before = enter(client, member.volunteer_no, "246810")
    now(datetime(2026, 5, 15, 16, 0, tzinfo=UTC))
    after = enter(client, member.volunteer_no, "246810")

    assert (before.status, after.status) == (403, 303)
    assert client.get("/c/dongjie/me").status == 200


def test_device_signed_in_on_before_is_not_held_up(member, client, signed_out):
    enter(client, member.volunteer_no, "246810")
    client.post("/sign-out")
    stranger = [enter(signed_out, member.volunteer_no, "135791").status for _ in range(6)]

    assert stranger == [401] * 5 + [429]
    assert enter(client, member.volunteer_no, "246810").status == 303


def test_forwarded_address_counts_for_nothing_without_a_trusted_proxy(member, client):
    statuses = [
        client.post(
            "/sign-in",
            {"login": f"DJ{number:04}", "secret": "135791"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        ).status
        for number in range(1, 33)
    ]

    assert statuses == [401] * 30 + [429] * 2


@pytest.fixture
def behind_proxy(app, database_url):
    """The program behind one proxy that says whom it speaks for."""
    settings = Settings(
        database_url=database_url,
        secret_key="s" * 40,
        field_key=FIELD_KEY,
        is_demo=True,
        trusted_proxies=1,
    )
    built = program.create_app(settings)
    yield PageReader(built)
    with built.app_context():
        program.db.engine.dispose()


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_trusted_proxy_says_the_address_and_what_stands_before_it_does_not(behind_proxy, now):
    def sign_in_from(address, number):
        return behind_proxy.post(
            "/sign-in",
            {"login": f"DJ{number:04}", "secret": "135791"},
            headers={"X-Forwarded-For": f"10.0.0.{number}, {address}"},
        ).status

    statuses = [sign_in_from("198.51.100.7", number) for number in range(1, 32)]

    assert statuses == [401] * 30 + [429]
    assert sign_in_from("198.51.100.8", 40) == 401


def test_right_sign_in_costs_few_statements(member, client):
    assert enter(client, "13811112222", PASSWORD).statements <= 7


def test_staff_pin_is_refused_with_the_common_words(member, client, session):
    a_role(session, member, Role.COORDINATOR)
    session.commit()

    assert enter(client, member.volunteer_no, "246810").status == 401


def test_set_up_tokens_are_not_guessed_at(client):
    wanted = {"county": "民乐县", "name": "周宁", "phone": "13811112222", "password": "x" * 12}
    sent = [client.post("/set-up", wanted | {"token": f"guess-{n}"}).status for n in range(31)]

    assert sent == [400] * 30 + [429]


def test_form_without_a_token_is_refused(member, client):
    assert client.browser.post("/sign-in", data={"login": "x", "secret": "y"}).status_code == 400


def test_language_is_kept_in_a_cookie(member, client):
    client.post("/language", {"language": "en", "next": "/sign-in"})

    assert client.browser.get_cookie("language").value == "en"


def test_registering_answers_known_and_unknown_alike(member, client):
    known = {
        "name": "李四",
        "phone": "13811112222",
        "birth_on": "1980-01-02",
        "team": "0",
        "password": "mountain river tree",
        "agrees_to_record": "y",
    }
    first = client.post("/c/dongjie/register", known)
    second = client.post("/c/dongjie/register", known | {"phone": "13833334444"})

    assert (first.status, second.status) == (303, 303)
    assert first.go_to == second.go_to
    assert "到服务台" in client.follow(first).words.replace("请", "")
