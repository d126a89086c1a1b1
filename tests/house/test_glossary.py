"""docs/glossary.md names every table, and nothing that is gone."""

import re
from pathlib import Path

from core.base import Base

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text("utf-8")
LINE = re.compile(r"^\| ([^|]+) \| ([^|]+) \| `(\w+)` \| `(\w+)` \| (?:–|`([^`]+)`) \|$", re.M)
LINES = LINE.findall(GLOSSARY)


def pages(app) -> set[str]:
    """Every address that opens, as the glossary writes it: inside its community, ids as <id>."""
    return {
        re.sub(r"<[^>]+>", "<id>", re.sub(r"^/c/<[^>]+>", "", rule.rule))
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    }


def test_every_table_and_class_stands_in_the_glossary_and_none_that_is_gone():
    held = {(each.class_.__name__, each.local_table.name) for each in Base.registry.mappers}

    assert {(name, table) for _zh, _en, name, table, _page in LINES} == held
    assert len(LINES) == len(held) == len(Base.metadata.tables)


def test_every_line_of_a_table_is_read():
    assert len(LINES) == len(re.findall(r"^\| .* \| `\w+` \| `\w+` \|", GLOSSARY, re.M))


def test_every_page_of_the_glossary_opens(app):
    assert {page for *_words, page in LINES if page} - pages(app) == set()


def test_each_chinese_word_names_one_table():
    words = [chinese for chinese, *_rest in LINES]

    assert sorted(set(words)) == sorted(words)
