"""A database that fails a command is told of in one line, never by a trace."""

import sqlite3

import pytest

import app as program  # noqa: TID251 - tests build the program
from core.settings import Settings

NOWHERE = "postgresql+psycopg://wuse@127.0.0.1:1/wuse"
COMMANDS = (["db", "upgrade"], ["db", "current"], ["verify"], ["check"], ["sweep"])


def typed(url, *words):
    settings = Settings(url, "s" * 32, "f" * 32, is_demo=True)
    built = program.create_app(settings)
    told = built.test_cli_runner().invoke(args=list(words))
    with built.app_context():
        program.db.engine.dispose()
    return told


@pytest.fixture
def damaged(tmp_path):
    file = tmp_path / "damaged.db"
    file.write_bytes(b"no database at all" * 1000)
    return f"sqlite:///{file}"


@pytest.fixture
def torn(tmp_path, templates):
    """A whole database with a page of its tables overwritten."""
    file = tmp_path / "torn.db"
    with sqlite3.connect(
        templates["sqlite"].removeprefix("sqlite:///")[:-7] + "template.db"
    ) as kept:
        kept.backup(sqlite3.connect(file))
    content = bytearray(file.read_bytes())
    content[40_960:60_000] = b"\xff" * (60_000 - 40_960)
    file.write_bytes(bytes(content))
    return f"sqlite:///{file}"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_server_is_one_line(words):
    told = typed(NOWHERE, *words)

    assert told.exit_code == 1
    assert "Traceback" not in told.output
    assert "does not answer" in told.output or "failed, to be tried again" in told.output


@pytest.mark.parametrize("words", COMMANDS[:4], ids=" ".join)
def test_a_file_that_is_no_database_is_one_line(damaged, words):
    told = typed(damaged, *words)

    assert told.exit_code == 1
    assert told.output.strip() == "Error: The database file is damaged. Restore the last backup."


def test_check_reads_every_page(torn):
    told = typed(torn, "check")

    assert told.exit_code == 1
    assert "damaged" in told.output


def test_verify_without_tables_says_what_comes_next(tmp_path):
    told = typed(f"sqlite:///{tmp_path / 'empty.db'}", "verify")

    assert told.exit_code == 1
    assert "flask db upgrade" in told.output


def test_an_unknown_revision_is_one_line(tmp_path):
    told = typed(f"sqlite:///{tmp_path / 'empty.db'}", "db", "upgrade", "9999")

    assert told.exit_code == 1
    assert "9999" in told.output
    assert "Traceback" not in told.output
