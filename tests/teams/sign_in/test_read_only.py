"""READ_ONLY=1: everybody may look, and sign in to look; nothing is changed."""

import pytest

import app as program  # noqa: TID251 - tests build the program
from accounts.rules import hashing
from core.settings import Settings
from tests.builders import a_community, a_member
from tests.conftest import FIELD_KEY, SECRET_KEY
from tests.reading import PageReader
from tests.seeded_demo import PIN


@pytest.fixture
def read_only(engine, database_url, session, now):
    town = a_community(session)
    member = a_member(session, town, "王秀兰", pin_hash=hashing.hashed(PIN))
    session.commit()
    settings = Settings(database_url, SECRET_KEY, FIELD_KEY, is_demo=True, is_read_only=True)
    built = program.create_app(settings)
    yield PageReader(built), {"login": member.volunteer_no, "secret": PIN}
    with built.app_context():
        program.db.engine.dispose()


def test_pages_are_read(read_only):
    reader, _own = read_only

    assert reader.get("/c/dongjie/activities").status == 200


def test_who_wants_to_read_signs_in(read_only):
    reader, own = read_only

    answer = reader.post("/sign-in", own)

    assert answer.status == 303
    assert reader.get("/c/dongjie/").status == 200


def test_nothing_else_is_taken_and_the_page_says_why(read_only):
    reader, own = read_only
    reader.post("/sign-in", own)

    answer = reader.post("/language", {"language": "en"})

    assert answer.status == 503
    assert "系统正在维护，这会儿只能查看" in answer.words
    assert answer.response.headers["Retry-After"]
