"""Read in English, a page of the demo town is Chinese only where the town's own data is."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import JSON, String, Text, select, update
from sqlalchemy.orm import Session

from accounts.models import Person
from core.base import Base
from core.engine import WRITES
from teams.imports.models import ImportRow
from teams.imports.rules import import_rows
from tests import crawl
from tests.seeded_demo import ROLES

RUN = re.compile("[\u3400-\u9fff]+")
LEFT_CHINESE = {"志愿者小", "未成年", "尾号", "中文"}
"""Words set around covered names, and the name of the language in its own words."""


@pytest.fixture
def read_in_english(demo):
    def speak(language):
        with Session(demo.engine.execution_options(**{WRITES: True})) as opened, opened.begin():
            opened.execute(update(Person).values(language=language))

    speak("en")
    yield
    speak("zh")


def words_of_the_town(engine):
    """Everything written in the town's own tables, and in the sealed rows of its sheets."""
    found = []
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            columns = [each for each in table.c if isinstance(each.type, String | Text | JSON)]
            if columns:
                found += [
                    str(value) for row in connection.execute(select(*columns)) for value in row
                ]
    with Session(engine) as session:
        found += [str(import_rows.opened(row)) for row in session.scalars(select(ImportRow))]
    return "\n".join(found)


@pytest.mark.parametrize("role", ROLES)
def test_english_pages_are_english(demo, read_in_english, role):
    pages = [each for each in crawl.to_look_at(crawl.everywhere(demo)) if each.role == role]
    town = words_of_the_town(demo.engine)
    reader = demo.reader(role)
    reader.browser.set_cookie("language", "en")

    left = {
        f"{page.endpoint}: {run}"
        for page in pages
        for run in RUN.findall(reader.get(page.path).words)
        if run not in town and run not in LEFT_CHINESE
    }

    assert "\n".join(sorted(left)) == ""
