"""A form sent as no browser sends it: another type, another host, a field short, without its key.

Never a 5xx: a body that is no form is 415, a name that is not ours 400, a field left out is empty.
"""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

import app as program  # noqa: TID251 - tests build the program
from core.form import OnceForm
from core.settings import Settings
from tests import crawl
from tests.house.test_never_500 import KEPT, Door, Form, forms_on, fullest
from tests.seeded_demo import HOME, ROLES

BODIES = (
    ("application/json", b'{"login": "DJ0001"}'),
    ("application/json", b"{"),
    ("text/plain", b"login=DJ0001"),
    ("application/xml", b"<login>DJ0001</login>"),
    ("application/octet-stream", b"\x00\xff" * 40),
    ("", b"login=DJ0001"),
)
MALFORMED = (
    ("multipart/form-data", b"--x\r\n"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: nothing\r\n\r\n--x--"),
    ("application/x-www-form-urlencoded", b"%ff%fe=%00&&==&"),
    ("application/x-www-form-urlencoded", b""),
)
STRANGE_HOSTS = ("evil.example", "evil.example:443", "exa mple", "[::1", "a" * 300, "é", "", "@")


def addresses(app: Any) -> list[str]:
    """Return an address for every route that takes a form."""
    adapter = app.url_map.bind("localhost")
    known = {"community": HOME, "code": "AAAA-BBBB"}
    return sorted(
        {
            adapter.build(
                rule.endpoint,
                {name: known.get(name, "1") for name in rule.arguments},
                method="POST",
            )
            for rule in app.url_map.iter_rules()
            if "POST" in (rule.methods or ())
        }
    )


@pytest.mark.parametrize("role", ["anyone", "volunteer"])
def test_a_body_that_is_no_form_is_415_everywhere(demo, role):
    browser = demo.reader(role).browser
    answered = {
        (path, kind): browser.post(path, data=body, content_type=kind).status_code
        for path in addresses(demo.app)
        for kind, body in BODIES
    }

    assert {key: status for key, status in answered.items() if status != 415} == {}
    assert len(answered) > 500


def test_a_form_that_is_torn_is_refused(demo):
    browser = demo.reader("volunteer").browser
    faults = [
        (path, kind, status)
        for path in addresses(demo.app)
        for kind, body in MALFORMED
        if (status := browser.post(path, data=body, content_type=kind).status_code)
        not in {303, 400, 403, 404, 409}
    ]

    assert faults[:3] == []


def test_a_body_that_is_no_form_is_told_so_in_words(client):
    answer = client.browser.post("/sign-in", json={"login": "DJ0001"})

    assert answer.status_code == 415
    assert "这里只收页面上的表单" in answer.get_data(as_text=True)


@pytest.fixture(scope="module")
def guarded(demo):
    """The demo town behind a list of trusted names."""
    kept = demo.app.extensions["wuse_settings"]
    settings = Settings(
        kept.database_url,
        kept.secret_key,
        kept.field_key,
        is_demo=True,
        public_url="http://wuse.example.cn",
        trusted_hosts=["wuse.example.cn"],
    )
    return program.create_app(settings)


@pytest.fixture(scope="module")
def shown(demo):
    """Every form of the town, as the role that is shown most of its page."""
    return list(forms_on(demo, fullest(crawl.everywhere(demo))))


@pytest.mark.parametrize("host", STRANGE_HOSTS)
def test_another_host_is_400_on_every_address(guarded, host):
    browser = guarded.test_client()
    paths = (
        "/",
        "/sign-in",
        "/health/live",
        "/static/css/base.css",
        "/nothing",
        f"/c/{HOME}/today",
    )

    for path in (*paths, f"/c/{HOME}/members/1/card"):
        for method in ("GET", "POST"):
            answer = browser.open(path, method=method, headers={"Host": host})
            assert answer.status_code == 400, (path, method)
            assert "这个网址不对" in answer.get_data(as_text=True)


@pytest.mark.parametrize("host", STRANGE_HOSTS)
def test_without_a_list_of_names_a_strange_one_breaks_nothing(demo, host):
    browser = demo.reader("volunteer").browser

    for path in ("/", "/sign-in", "/health/live", "/nothing", f"/c/{HOME}/", f"/c/{HOME}/today"):
        assert browser.get(path, headers={"Host": host}).status_code < 500, path


def test_our_own_host_is_answered(guarded):
    answer = guarded.test_client().get("/sign-in", headers={"Host": "wuse.example.cn"})

    assert answer.status_code == 200


def test_what_is_printed_leads_to_the_public_address(demo):
    visits = crawl.everywhere(demo)
    wanted = ("teams.card", "volunteer.place_code", "volunteer.sign_in_sheet", "volunteer.activity")
    pages = [each for each in visits if each.endpoint in wanted and each.is_page]

    for page in pages:
        html = (
            demo.reader(page.role)
            .browser.get(page.path, headers={"Host": "evil.example"})
            .get_data(as_text=True)
        )
        assert "evil.example" not in html, page.path
    assert {page.endpoint for page in pages} == set(wanted)


def short_of_one(form: Form) -> list[dict[str, Any]]:
    """Return the fields with each left out once, and with an empty key."""
    short = [
        {name: value for name, value in form.fields.items() if name != left_out}
        for left_out in form.fields
        if left_out not in KEPT
    ]
    if "request_key" in form.fields:
        short.append(form.fields | {"request_key": ""})
    return short


def test_a_form_short_of_a_field_never_breaks(shown, spare_town):
    doors = {role: Door(spare_town, role) for role in ROLES}
    tried: set[str] = set()
    for form in sorted(shown, key=lambda form: form.is_last):
        if form.endpoint in tried or form.method != "post":
            continue
        tried.add(form.endpoint)
        for fields in short_of_one(form):
            doors[form.role].send(form.action, fields)

    assert "\n".join(fault for door in doors.values() for fault in door.faults) == ""
    assert len(tried) > 80


def asks_for_a_key(view: Any) -> bool:
    """Say whether a view does its act once, or reads a form that has to carry its key."""
    plain = inspect.unwrap(view)
    source = inspect.getsource(plain)
    forms = [
        name
        for name, each in plain.__globals__.items()
        if isinstance(each, type) and issubclass(each, OnceForm) and each is not OnceForm
    ]
    return "run_once(" in source or any(re.search(rf"\b{name}\(\)", source) for name in forms)


KEYED_AT_THE_TAP = {"volunteer.mark_attendance"}
"""The board's script gives its taps a key (decision 0039). Without one the version of the
row, which each form carries, makes the second press a refusal."""


def carries_a_key(form: Form) -> bool:
    return any("request_key" in name for name in form.fields)


def test_what_is_done_once_carries_its_key(demo, shown):
    acts = {endpoint for endpoint, view in demo.app.view_functions.items() if asks_for_a_key(view)}
    bare = {
        form.endpoint
        for form in shown
        if form.method == "post" and form.endpoint in acts and not carries_a_key(form)
    }

    assert bare == KEYED_AT_THE_TAP
    assert len(acts) > 20
