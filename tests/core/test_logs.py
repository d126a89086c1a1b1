"""The log: a JSON line each, in a file several processes share, without anybody's data."""

import json
import logging
import os
from datetime import date

import pytest

from core import logs

log = logging.getLogger("wuse")


@pytest.fixture
def log_file(tmp_path):
    path = tmp_path / "wuse.log"
    logs.send_to(str(path))
    yield path
    logs.send_to("")


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_line_breaks_and_escapes_stay_in_one_line(log_file):
    log.warning("one\r\ntwo \x1b[31m %s", "\u2028three")

    assert [each["level"] for each in lines(log_file)] == ["warning"]
    assert "\x1b" not in log_file.read_text()


def test_failure_is_told_with_its_place_and_without_what_was_typed(log_file):
    typed = "张长青 13811112222 864209 " + "t0ken_" * 6

    try:
        date.fromisoformat(typed)
    except ValueError:
        log.exception("a job failed")

    told = lines(log_file)[0]
    assert told["error"] == "ValueError"
    assert told["words"].endswith("'… … … …'")
    assert "test_logs.py" in told["trace"][0]


def test_file_moved_away_is_opened_anew(log_file):
    log.warning("before")
    os.rename(log_file, log_file.with_suffix(".1"))
    log.warning("after")

    assert [each["message"] for each in lines(log_file)] == ["after"]
    assert [each["message"] for each in lines(log_file.with_suffix(".1"))] == ["before"]


def test_two_processes_share_the_file(log_file):
    if os.fork() == 0:
        for _ in range(200):
            log.warning("child %s", "x" * 15)
        os._exit(0)
    for _ in range(200):
        log.warning("parent %s", "x" * 15)
    os.wait()

    assert len(lines(log_file)) == 400


def test_without_a_file_it_goes_to_standard_error(capsys):
    logs.send_to("")
    log.warning("seen")

    assert json.loads(capsys.readouterr().err.splitlines()[-1])["message"] == "seen"
