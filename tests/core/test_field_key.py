"""FIELD_KEY is tied to its database; a wrong one starts nothing."""

import pytest
from sqlalchemy.orm import Session

import app as program  # noqa: TID251 - tests build the program
from core import engine as engines
from core import field_key, keyring, migrating
from core.engine import WRITES
from core.sealing import Sealer
from core.settings import Settings
from tests.builders import a_person

OTHER_KEY = "another-field-key-" + "1" * 32
OTHER = Sealer.from_secret(OTHER_KEY)


def test_the_key_of_the_mark_is_right(session):
    field_key.mark(session)

    field_key.check(session, keyring.sealer())


def test_another_key_is_wrong(session):
    field_key.mark(session)

    with pytest.raises(field_key.WrongFieldKey):
        field_key.check(session, OTHER)


def test_a_mark_is_made_once_and_not_overwritten(session):
    field_key.mark(session)

    keyring.use(OTHER_KEY)
    with pytest.raises(field_key.WrongFieldKey):
        field_key.mark(session)


def test_a_database_without_a_mark_passes(session):
    field_key.check(session, OTHER)


def test_no_mark_is_made_when_a_sealed_phone_does_not_open(session):
    a_person(session, phone="13900000042")

    keyring.use(OTHER_KEY)
    with pytest.raises(field_key.WrongFieldKey):
        field_key.mark(session)


def settings(url, key):
    return Settings(database_url=url, secret_key="s" * 32, field_key=key, is_demo=True)


def test_the_program_does_not_start_with_another_key(engine, database_url):
    with Session(engine.execution_options(**{WRITES: True})) as opened, opened.begin():
        field_key.mark(opened)

    with pytest.raises(SystemExit, match="FIELD_KEY is not the key of this database"):
        program.create_app(settings(database_url, OTHER_KEY))


def test_the_program_starts_before_there_is_a_database(tmp_path):
    address = f"sqlite:///{tmp_path / 'none.db'}"

    field_key.check_at_start(address, OTHER)

    assert list(tmp_path.iterdir()) == []


def test_upgrade_by_command_ties_the_key(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path / 'new.db'}"
    built = program.create_app(settings(address, "first-field-key-" + "1" * 32))
    told = built.test_cli_runner().invoke(args=["db", "upgrade"])
    assert told.exit_code == 0, told.output

    with pytest.raises(field_key.WrongFieldKey):
        field_key.check_at_start(address, OTHER)
    field_key.check_at_start(address, keyring.sealer())
    assert migrating.current(engines.create(address)) == migrating.newest()


@pytest.fixture(autouse=True)
def own_key_again():
    mine = keyring.sealer()
    yield
    keyring._sealers[:] = [mine]
