"""A body over the limit is told so in words by the real server, whatever it is sent to."""

from __future__ import annotations

import http.client
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.crowd.serving import served

OVER = 13 * 1024 * 1024
SENT = (
    ("application/x-www-form-urlencoded", b"login=" + b"x" * OVER),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
        + b"x" * OVER
        + b"\r\n--x--\r\n",
    ),
)


@pytest.fixture(scope="module")
def server(templates, tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    made = Path(str(make_url(templates["sqlite"]).database)).with_name("template.db")
    shutil.copy(made, folder / "wuse.db")
    with served(f"sqlite:///{folder / 'wuse.db'}", folder) as running:
        yield running


def test_an_answer_to_what_nobody_read_is_heard_too(server):
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as line:
        line.request("POST", "/c/nowhere/imports/roster", SENT[1][1], {"Content-Type": SENT[1][0]})

        assert line.getresponse().status == 404, server.printed()


@pytest.mark.parametrize(("kind", "body"), SENT, ids=["a form", "a file"])
@pytest.mark.parametrize("path", ["/sign-in", "/nothing"])
def test_what_is_too_large_is_told_so_in_words(server, path, kind, body):
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as line:
        line.request("POST", path, body, {"Content-Type": kind})
        answer = line.getresponse()
        printed = answer.read().decode()

    assert answer.status == 413, printed[:200]
    assert "太大了" in printed


def test_a_large_form_without_a_file_is_told_of_too(server):
    body = SENT[1][1].replace(b'; filename="a.xlsx"', b"")[: 2 * 1024 * 1024] + b"\r\n--x--\r\n"
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as line:
        line.request("POST", "/sign-in", body, {"Content-Type": SENT[1][0]})
        answer = line.getresponse()

        assert (answer.status, "太大了" in answer.read().decode()) == (413, True)
