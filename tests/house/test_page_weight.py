"""What a phone must fetch: bytes of a page and its files, compressed, and kept for a year."""

import pytest
from flask.testing import FlaskClient

from bench.weight import MOST_FIRST, MOST_NEXT, TAKES, answer_of, weigh
from core.assets import LEAST_BYTES
from tests.seeded_demo import HOME

PAGES = {
    "volunteer": ("", "activities", "points", "supermarket", "honours"),
    "clerk": ("counter",),
}


@pytest.fixture
def fetching():
    """Return how one of the town's people fetches: with the cookie of a live session."""

    def of(demo, role):
        client = FlaskClient(demo.app)
        client.set_cookie("wuse", demo.token_of(role))

        def fetch(path):
            got = client.get(path, headers={"Accept-Encoding": TAKES})
            assert got.status_code == 200, path
            return answer_of(got.status, list(got.headers), got.data)

        return fetch

    return of


@pytest.mark.parametrize(
    ("role", "below"), [(role, below) for role, found in PAGES.items() for below in found]
)
def test_a_page_is_light_and_its_files_stay_a_year(demo, fetching, role, below):
    found = weigh(fetching(demo, role), f"/c/{HOME}/{below}")

    assert found.first <= MOST_FIRST
    assert found.next <= MOST_NEXT
    assert len(found.files) >= 5
    for path, answer in found.files.items():
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable", path
        is_small = len(answer.body) < LEAST_BYTES
        assert answer.headers.get("content-encoding") == "br" or is_small, path


def test_a_file_without_a_year_to_live_weighs_again(demo, fetching):
    fetch = fetching(demo, "volunteer")

    def forgetful(path):
        answer = fetch(path)
        answer.headers.pop("cache-control")
        return answer

    kept, fetched = weigh(fetch, f"/c/{HOME}/"), weigh(forgetful, f"/c/{HOME}/")

    assert kept.next < kept.first
    assert fetched.next == fetched.first


def test_a_head_counts_with_its_body():
    answer = answer_of("200 OK", [("A", "b")], b"12345")

    assert answer.size == len(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n12345")


@pytest.mark.parametrize("below", ["", "supermarket", "points"])
def test_a_page_says_what_it_is_about(demo, below):
    html = demo.reader("volunteer").get(f"/c/{HOME}/{below}").html

    assert '<meta name="description"' in html
