"""A commit is small enough to be read: since the one that brought this test."""

import re

import pytest

from tests.house.test_history import git

MOST_LINES = 800
GENERATED = re.compile(
    r"^(?:core/translations/.*\.po|requirements(?:-dev)?\.txt|docs/architecture\.svg|docs/screens/.*)$"
)
HERE = "tests/house/test_commit_sizes.py"


def changed_lines(numstat: str) -> int:
    """Count what one commit adds and takes away, without pure moves and generated files.

    numstat: as `git log --numstat -M90%` tells it; a file moved and left nine tenths as it was
    is told by both its paths and an arrow.
    """
    count = 0
    for line in numstat.strip().splitlines():
        added, taken, path = line.split("\t", 2)
        if added != "-" and " => " not in path and not GENERATED.match(path):
            count += int(added) + int(taken)
    return count


def test_no_commit_is_too_large_to_be_read():
    since = git("log", "--diff-filter=A", "--format=%H", "--", HERE).split()
    if not since:
        pytest.skip("this copy came without its history")
    told = git(
        "log", "--no-merges", "--numstat", "-M90%", "-l0", "--format=%x00%s", f"{since[-1]}.."
    )
    sizes = {
        subject: changed_lines(numstat)
        for subject, _, numstat in (each.partition("\n") for each in told.split("\x00")[1:])
    }

    assert {subject: size for subject, size in sizes.items() if size > MOST_LINES} == {}


@pytest.mark.parametrize(
    ("numstat", "lines"),
    [
        ("400\t400\tpoints/lots.py", 800),
        ("400\t401\tpoints/lots.py", 801),
        ("400\t400\tpoints/lots.py\n1\t0\tdocs/testing.md", 801),
        ("90\t90\tpoints/{rules => lots}/lots.py", 0),
        ("9000\t1\tcore/translations/en/LC_MESSAGES/messages.po", 0),
        ("-\t-\tdocs/picture.png", 0),
        ("", 0),
    ],
)
def test_lines_are_counted_outside_moves_and_generated_files(numstat, lines):
    assert changed_lines(numstat) == lines
