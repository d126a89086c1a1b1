"""What the log says of requests, and that a walk of all pages and posts leaves nobody's data."""

import json
from datetime import date

import pytest
from flask import Flask

from accounts.rules import hashing
from core import clock, logs
from core.errors import Unavailable
from teams.authority.models import Role
from tests.builders import a_community, a_member, a_role
from tests.reading import PageReader, sign_in

NAME, PHONE, PIN, TOKEN = "欧阳长青", "13811112222", "864209", "t0kent0kent0kent0kent0ken"
PERSONAL = (NAME, "\\u6b27\\u9633", PHONE, PIN, TOKEN, "DJ0002")
TYPED = (
    "name",
    "phone",
    "q",
    "login",
    "secret",
    "code",
    "token",
    "credential",
    "reason",
    "password",
    "number",
    "note",
    "text",
    "title",
    "guardian_name",
    "guardian_phone",
)

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def log_file(app, tmp_path):
    path = tmp_path / "wuse.log"
    logs.send_to(str(path))
    yield path
    logs.send_to("")


@pytest.fixture
def member(session):
    found = a_member(session, a_community(session, prefix="DJ"), NAME, phone=PHONE)
    found.person.pin_hash = hashing.hashed(PIN)
    for role in (Role.COMMUNITY_ADMIN, Role.COORDINATOR, Role.SHOP_CLERK):
        a_role(session, found, role)
    session.commit()
    return found


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_request_is_one_line_with_who_from_where_and_what_came(member, signed_in, log_file):
    signed_in(member.person).get(f"/c/dongjie/members?q={PHONE}")

    line = lines(log_file)[-1]
    assert (
        line.items()
        >= {
            "level": "info",
            "method": "GET",
            "route": "/c/<string:community>/members",
            "status": 200,
            "address": "127.0.0.1",
            "person": member.person_id,
            "community": "dongjie",
        }.items()
    )
    assert line["time"].endswith("+00:00")
    assert line["request_id"]
    assert line["ms"] >= 0


def test_path_of_nowhere_is_not_written_down(client, log_file):
    client.get(f"/{PHONE}")

    assert (lines(log_file)[-1]["route"], lines(log_file)[-1]["status"]) == (None, 404)
    assert PHONE not in log_file.read_text()


def test_429_and_503_are_warnings(client, member, log_file, monkeypatch):
    for _ in range(6):
        client.post("/sign-in", {"login": member.volunteer_no, "secret": "135791"})
    monkeypatch.setattr(clock, "now", _away)
    client.post("/sign-in", {"login": member.volunteer_no, "secret": "135791"})

    loud = [(each["status"], each["route"]) for each in lines(log_file) if each["level"] != "info"]
    assert loud == [(429, "/sign-in"), (503, "/sign-in")]


def _away():
    raise Unavailable


def test_proxy_nobody_trusts_is_told_once(client, app, log_file):
    app.extensions.pop("wuse_proxy_seen", None)
    for _ in range(2):
        client.get("/health/live", headers={"X-Forwarded-For": "198.51.100.7"})

    told = [each["message"] for each in lines(log_file) if "message" in each]
    assert len(told) == 1
    assert {each["address"] for each in lines(log_file) if "address" in each} == {"127.0.0.1"}


def test_walk_of_pages_and_posts_leaves_nobodys_data_in_the_log(app, engine, member, now, log_file):
    stranger, admin = PageReader(app), sign_in(PageReader(app), engine, member.person)
    for path, method in _addresses(app, member.id):
        _send(admin, path, method)
    for path in ("/sign-in", "/c/dongjie/register", "/set-up", f"/verify/{TOKEN}"):
        _send(stranger, path, "GET")
        _send(stranger, path, "POST")
    stranger.post("/sign-in", {"login": member.volunteer_no, "secret": PIN})

    kept = log_file.read_text()
    assert len(kept.splitlines()) > 200
    assert [each for each in PERSONAL if each in kept] == []


def _addresses(app: Flask, member_id: int) -> list[tuple[str, str]]:
    made = []
    for rule in app.url_map.iter_rules():
        values = dict.fromkeys(rule.arguments, TOKEN) | {"community": "dongjie"}
        values |= {
            name: str(member_id)
            for name, kind in rule._converters.items()
            if type(kind).__name__ == "IdConverter"
        }
        with app.test_request_context():
            built = app.url_map.bind("localhost").build(
                rule.endpoint, {k: v for k, v in values.items() if k in rule.arguments}
            )
        made += [(built, method) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return made


def _send(reader: PageReader, path: str, method: str) -> None:
    typed = dict.fromkeys(TYPED, NAME) | {
        "phone": PHONE,
        "login": PHONE,
        "q": PHONE,
        "code": PIN,
        "secret": PIN,
        "credential": PIN,
        "token": TOKEN,
        "birth_on": str(date(1960, 1, 2)),
    }
    if method == "GET":
        reader.browser.get(path, query_string=typed)
    elif not path.endswith("/sign-out"):
        reader.browser.post(path, data=reader.with_token(typed))
