"""Every rule the program cites by number stands in docs/rules, and stands there once."""

import re
from functools import cache
from pathlib import Path

from core.house import ROOT, packages

ELSEWHERE = ("templates", "tests", "bench", "docs/decisions")
SHELVES = "domain|ledger|contract|bar|look"
CITED = re.compile(
    rf"\b(?:(?:{SHELVES}) \d+(?:\.\d+)?|domain decision \d+|case \d+|decision \d{{4}}|T[1-9]\d?)\b"
)
ARTICLES = re.compile(r"(PIPL|条例)( \d+(?:, \d+)*)")
HEADING = re.compile(r"^#{2,3} (.+)$", re.MULTILINE)


def cited_in(text: str) -> set[str]:
    """Return the rules a text cites, each as its heading begins."""
    found = set(CITED.findall(text))
    for law, numbers in ARTICLES.findall(text):
        found |= {f"{law} {number.strip()}" for number in numbers.split(",")}
    return found


@cache
def headings() -> list[str]:
    files = sorted((ROOT / "docs" / "rules").glob("*.md"))
    return [words for path in files for words in HEADING.findall(path.read_text("utf-8"))]


def has_heading(rule: str) -> bool:
    if rule.startswith("decision"):
        return any((ROOT / "docs" / "decisions").glob(f"{rule.split()[1]}-*.md"))
    return any(
        words == rule or words.startswith(f"{rule} ") or words.endswith(rule)
        for words in headings()
    )


def sources():
    for room in (*packages(), *ELSEWHERE):
        for kind in ("*.py", "*.html", "*.md"):
            yield from (path for path in (ROOT / room).rglob(kind) if path != Path(__file__))


def test_every_cited_rule_stands_in_the_documents():
    lost = {
        f"{path.relative_to(ROOT)}: {rule}"
        for path in sources()
        for rule in cited_in(path.read_text("utf-8"))
        if not has_heading(rule)
    }

    assert lost == set(), "cite a rule that docs/rules holds, or write it there"


def test_every_rule_stands_once():
    words = headings()

    assert sorted(set(words)) == sorted(words)


def test_a_number_that_leads_nowhere_is_seen():
    text = "refused (T99, domain 5.9, PIPL 25, 31, decision 0999)"

    assert {rule for rule in cited_in(text) if not has_heading(rule)} == {
        "T99",
        "domain 5.9",
        "decision 0999",
    }
