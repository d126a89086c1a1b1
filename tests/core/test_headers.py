"""Every answer carries its guards, and files are kept by their digest."""

import pytest

from tests.builders import a_community


def _headers(client, path):
    with client.browser.get(path) as response:
        return response.headers


@pytest.mark.parametrize("path", ["/health/live", "/static/css/base.css", "/nothing-here"])
def test_every_answer_carries_the_guards(client, path):
    headers = _headers(client, path)

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_plain_http_promises_no_strict_transport(client):
    assert "Strict-Transport-Security" not in _headers(client, "/health/live")


def test_file_asked_by_digest_is_kept_for_a_year(client):
    assert "immutable" in _headers(client, "/static/css/base.css?v=1")["Cache-Control"]


def test_file_asked_without_digest_is_asked_again_soon(client):
    assert "immutable" not in _headers(client, "/static/css/base.css")["Cache-Control"]


def test_missing_page_says_so_in_words(client):
    read = client.get("/nothing-here")

    assert read.status == 404
    assert "没有找到" in read.words


def test_only_a_page_with_a_form_keeps_something_in_the_browser(client, session):
    a_community(session)
    session.commit()

    for path in ("/", "/c/dongjie/activities", "/c/dongjie/notices", "/c/dongjie/honours"):
        assert _headers(client, path).getlist("Set-Cookie") == []
    assert _headers(client, "/sign-in")["Set-Cookie"].startswith("form=")
