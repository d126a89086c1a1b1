"""How many files somebody opens who follows a sale at the counter from request to answer.

A file counts when a function of it runs between the two, and it is of the room of the sale, as
`docs/architecture.md` walks it: what stands below (core, accounts, teams) runs for every page and
is read once for all of them. The sale is the usual one: the member is there and types the PIN, the
shop is open, nobody collects for anybody and no paper is signed.
"""

import sys
from pathlib import Path

import pytest

from tests.points.redemptions.test_counter_page import unticked
from tests.shop_builders import PIN

ROOT = Path(__file__).parents[3]
MOST_FILES = 10


def files_run(act):
    """Do `act`; return the files of the room in which functions ran meanwhile, and its answer."""
    seen = set()

    def watch(frame, event, _what):
        if event == "call":
            seen.add(frame.f_code.co_filename)

    sys.setprofile(watch)
    try:
        answer = act()
    finally:
        sys.setprofile(None)
    own = (ROOT / "points").as_posix()
    return sorted(Path(each).relative_to(ROOT) for each in seen if each.startswith(own)), answer


@pytest.fixture
def walked(counter, member, soap):
    """Sell, and return the files it took and what was answered."""
    page = counter.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=2")
    sent = unticked(page, "/sales") | {"credential": PIN}
    return files_run(lambda: counter.post("/c/dongjie/counter/sales", sent))


def test_a_sale_is_followed_in_ten_files(walked):
    files, answer = walked

    assert answer.status == 303
    assert len(files) <= MOST_FILES, files


def test_none_of_them_is_long(walked):
    files, _answer = walked

    assert [
        each for each in files if len((ROOT / each).read_text("utf-8").splitlines()) > 300
    ] == []


def test_the_document_walks_through_each_of_them(walked):
    files, _answer = walked
    document = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    walk = document.partition("## One request, walked")[2].partition("\n## ")[0]
    named = [each.with_suffix("").as_posix().replace("/", ".") for each in files]

    assert [each for each in named if f"`{each}." not in walk] == []
