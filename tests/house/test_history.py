"""Commits since the papers were written: no wip, and a change of behaviour says why."""

import re
import subprocess

import pytest

from core.house import ROOT, packages

SINCE = "ef7c0431e943367da9d9635ecb211a04561249b7"
BEHAVIOUR = re.compile(
    rf"^(?:app\.py|(?:{'|'.join(packages())})/.*\.py|"
    r"migrations/.*\.py|templates/.*|static/.*\.js)$",
    re.M,
)
UNFINISHED = re.compile(r"\b(?:wip|tmp|todo)\b|^(?:fixup|squash|amend)!", re.I)
LONGEST_SUBJECT = 60
TRAILER = re.compile(r"^[A-Z][\w-]+: .*$", re.M)


def fault_of(subject: str, body: str, files: str) -> str | None:
    """Say what is wrong with one commit, or None."""
    if UNFINISHED.search(subject):
        return "is not finished"
    if len(subject) > LONGEST_SUBJECT:
        return f"has a subject of more than {LONGEST_SUBJECT} characters"
    if BEHAVIOUR.search(files) and not TRAILER.sub("", body).strip():
        return "changes behaviour and does not say why"
    return None


def git(*arguments: str) -> str:
    asked = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout if asked.returncode == 0 else ""


@pytest.fixture
def history() -> list[tuple[str, str, str]]:
    """Subject, body and files of each commit since; left out where the history is not there."""
    if not git("cat-file", "-t", SINCE):
        pytest.skip("this copy came without its history")
    told = git("log", "--no-merges", "--name-only", "--format=%x00%s%x01%b%x01", f"{SINCE}..HEAD")
    return [tuple(each.split("\x01", 2)) for each in told.split("\x00")[1:]]


def test_every_commit_is_finished_and_says_why(history):
    faults = {subject: fault_of(subject, body, files) for subject, body, files in history}

    assert {subject: fault for subject, fault in faults.items() if fault} == {}


@pytest.mark.parametrize(
    ("subject", "body", "files"),
    [
        ("wip", "A reason.", "points/ledger/rules/lots.py"),
        ("fixup! Count the lots", "A reason.", "points/ledger/rules/lots.py"),
        ("Count the lots" + " again" * 10, "A reason.", "points/ledger/rules/lots.py"),
        ("Count the lots", "", "points/ledger/rules/lots.py"),
        (
            "Count the lots",
            "Co-authored-by: Lin <lin@example.org>\n",
            "points/ledger/rules/lots.py",
        ),
        ("Show the lots", "", "docs/glossary.md\ntemplates/points/shelf.html"),
    ],
)
def test_a_careless_commit_is_seen(subject, body, files):
    assert fault_of(subject, body, files) is not None


@pytest.mark.parametrize(
    ("subject", "body", "files"),
    [
        ("Count the lots", "They were counted twice.", "points/ledger/rules/lots.py"),
        ("Spell a word of the tests", "", "tests/points/ledger/test_lots.py\ndocs/testing.md"),
        ("Swipe right on the shelf", "A finger could not.", "static/shelf.js"),
    ],
)
def test_a_careful_commit_passes(subject, body, files):
    assert fault_of(subject, body, files) is None
