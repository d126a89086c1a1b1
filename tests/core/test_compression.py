"""Answers are compressed the way the browser takes them, and none is broken by it."""

import gzip

import brotli
import pytest

PAGE, STYLES, ICONS = "/sign-in", "/static/css/base.css", "/static/icons.svg"


def asked(client, path, takes, **headers):
    return client.browser.get(path, headers={"Accept-Encoding": takes, **headers}, buffered=True)


@pytest.mark.parametrize("path", [PAGE, STYLES, ICONS])
@pytest.mark.parametrize(("takes", "way"), [("br, gzip", "br"), ("gzip", "gzip"), ("zstd", "zstd")])
def test_an_answer_is_compressed_as_the_browser_takes_it(client, path, takes, way):
    plain, compressed = asked(client, path, "identity"), asked(client, path, takes)

    assert compressed.headers["Content-Encoding"] == way
    assert len(compressed.data) < len(plain.data) * 0.6
    assert "Accept-Encoding" in compressed.headers["Vary"]


def test_a_browser_that_takes_nothing_gets_it_plain(client):
    assert "Content-Encoding" not in asked(client, PAGE, "identity").headers


def test_what_is_unpacked_is_what_was_sent(client):
    plain, compressed = asked(client, STYLES, "identity"), asked(client, STYLES, "gzip")

    assert gzip.decompress(compressed.data) == plain.data


def test_what_has_not_changed_is_not_sent_again(client):
    first = asked(client, STYLES, "br")
    again = asked(client, STYLES, "br", **{"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_a_tiny_answer_is_left_alone(client):
    assert "Content-Encoding" not in asked(client, "/health/live", "br").headers


def test_a_file_of_ours_is_compressible_once_and_hard(client):
    first, again = asked(client, STYLES, "br"), asked(client, STYLES, "br")
    kept = client.app.extensions["wuse_assets"]["css/base.css"]

    assert first.data == again.data == kept.compressed["br"]
    assert brotli.decompress(first.data) == kept.content
    assert len(first.data) < len(kept.content) * 0.3


def test_each_way_of_a_file_has_its_own_mark(client):
    marks = {asked(client, STYLES, takes).headers["ETag"] for takes in ("br", "gzip", "identity")}

    assert len(marks) == 3


def test_a_way_the_browser_refuses_is_not_taken(client):
    assert asked(client, STYLES, "br;q=0, gzip").headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("name", ["css/nothing.css", "../app.py", "css"])
def test_what_is_no_file_of_ours_is_not_found(client, name):
    assert asked(client, f"/static/{name}", "br").status_code == 404
