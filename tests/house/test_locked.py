"""A locked login session: every address of it answers the lock, and nothing else (T4)."""

import pytest
from sqlalchemy import select

from accounts.models import LoginSession
from accounts.rules import session_locks
from accounts.rules.session_locks import Spot
from core import request_path
from teams.authority.act import Act
from teams.authority.models import Role
from teams.gate.locked import OPEN
from tests.builders import NOW, a_community, a_member, a_role

LOCK = "屏锁着"


@pytest.fixture
def clerk(session, signed_in):
    """A clerk's browser whose login session is locked, and the name that must not show."""
    community = a_community(session, slug="dongjie")
    member = a_member(session, community, "王桂兰")
    a_role(session, member, Role.SHOP_CLERK)
    a_role(session, member, Role.COMMUNITY_ADMIN)
    person = member.person
    session.commit()
    reader = signed_in(person)
    _lock(session, member.person_id, community.id)
    return reader


def _lock(session, person_id, community_id):
    held = session.scalar(select(LoginSession.id).where(LoginSession.person_id == person_id))
    session_locks.lock(Act(session, NOW), held, Spot("/c/dongjie/counter", community_id))
    session.commit()


def addresses(app):
    """Yield method, address and endpoint of every route, in the community where it has one."""
    known = {"community": "dongjie", "code": "AAAA-BBBB"}
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: known.get(name, "1") for name in rule.arguments}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, adapter.build(rule.endpoint, values, method=method), rule.endpoint


def test_t4_every_address_of_a_locked_session_answers_the_lock(app, clerk):
    token = clerk.token()
    answered = {}
    for method, path, endpoint in addresses(app):
        if endpoint in OPEN:
            continue
        sent = {"data": {"csrf_token": token}} if method == "POST" else {}
        with clerk.browser.open(path, method=method, **sent) as answer:
            answered[method, path] = (answer.status_code, LOCK in answer.get_data(as_text=True))

    assert len(answered) > 200
    wanted = {key: ((200 if key[0] == "GET" else 403), True) for key in answered}
    assert {key: it for key, it in answered.items() if it != wanted[key]} == {}


@pytest.mark.parametrize("path", ["/nowhere", "/c/nowhere/", "/c/dongjie/nowhere", "/unlock"])
def test_an_address_that_leads_nowhere_shows_nothing_of_a_locked_session(clerk, path):
    seen = clerk.get(path)

    assert "退出登录" not in seen.words or LOCK in seen.words
    assert "柜台" not in seen.words


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/static/mark.svg"])
def test_what_tells_nothing_of_anybody_stays_open(clerk, path):
    with clerk.browser.get(path) as answer:
        assert answer.status_code == 200


def test_signing_out_ends_a_locked_session_for_good(clerk, session):
    out = clerk.post("/sign-out")
    ended = session.scalars(select(LoginSession.ended_at)).all()

    assert out.go_to == "/"
    assert ended == [NOW]
    assert clerk.get("/c/dongjie/counter").status == 303


def test_an_act_that_met_the_lock_is_told_it_was_not_done(clerk):
    met = clerk.post("/c/dongjie/counter/sales")

    assert met.status == 403
    assert "刚才这一步没有办" in met.words


def test_the_lock_asks_for_a_secret(clerk):
    empty = clerk.post("/unlock", {"secret": ""})

    assert empty.status == 400
    assert "请填密码或 PIN 码" in empty.words


def test_a_session_that_is_not_locked_is_led_on(client):
    assert client.post("/unlock", {"secret": "1"}).go_to == "/"


def test_the_trail_of_a_refusal_covers_what_opens_something(app):
    with app.test_request_context("/verify/AAAA-BBBB"):
        assert request_path.without_codes() == "/verify/…"
    with app.test_request_context("/c/dongjie/members/7"):
        assert request_path.without_codes() == "/c/dongjie/members/7"
