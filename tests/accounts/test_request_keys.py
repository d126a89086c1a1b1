"""A request sent twice is done once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.rules import request_keys
from core.db import run_on
from core.errors import AlreadyDone, BadRequest, KeyReused
from teams.authority.act import Act
from teams.members.models import Place, PlaceKind
from tests.builders import NOW


def _once(session: Session, key: str = "k1", body: str = "b", client: str = "person:1") -> str:
    bound = request_keys.claim(Act(session, NOW), client, key, body)
    if bound is not None:
        return "again:" + bound.answer["go_to"]
    place = Place(kind=PlaceKind.COUNTY, name="民乐县")
    session.add(place)
    session.flush()
    request_keys.answer(session, client, key, {"go_to": f"/{place.id}"})
    return f"/{place.id}"


def _count(engine) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(Place))


def test_same_key_and_body_gives_the_first_answer(engine):
    first = run_on(engine, _once)

    assert run_on(engine, _once) == f"again:{first}"
    assert _count(engine) == 1


def test_same_key_with_another_body_is_refused(engine):
    run_on(engine, _once)

    with pytest.raises(KeyReused):
        run_on(engine, lambda session: _once(session, body="c"))


def test_same_key_of_another_person_is_their_own(engine):
    run_on(engine, _once)

    assert not run_on(engine, lambda s: _once(s, client="person:2")).startswith("again")
    assert _count(engine) == 2


@pytest.mark.parametrize("key", ["", "k" * 101, "钥匙", "a\n"])
def test_unreadable_key_is_refused(engine, key):
    with pytest.raises(BadRequest):
        run_on(engine, lambda session: _once(session, key=key))


def test_key_of_one_hundred_characters_is_taken(engine):
    assert run_on(engine, lambda session: _once(session, key="k" * 100))


def test_refusal_frees_the_key(engine):
    def refused(session):
        _once(session)
        raise AlreadyDone

    with pytest.raises(AlreadyDone):
        run_on(engine, refused)

    assert not run_on(engine, _once).startswith("again")


@pytest.mark.race
def test_thirty_two_senders_of_one_key_do_it_once(engine):
    barrier = threading.Barrier(32)

    def sender(_):
        barrier.wait()
        return run_on(engine, _once).removeprefix("again:")

    with ThreadPoolExecutor(32) as pool:
        answers = set(pool.map(sender, range(32)))

    assert len(answers) == 1
    assert _count(engine) == 1
