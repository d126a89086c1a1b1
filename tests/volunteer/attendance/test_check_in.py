"""The rotating code: what it refuses, and for how long it is good (bar 20)."""

import random
import re
from datetime import UTC, datetime, timedelta

import pytest

from core.sealing import Sealer
from volunteer.attendance.rules.check_in import (
    CodeExpired,
    CodeUnreadable,
    Direction,
    Place,
    WrongCodeType,
    WrongShift,
    is_spoken,
    issue,
    issue_spoken,
    read,
    refuse_other_direction,
)

SEALER = Sealer.from_secret("a key for tests")
HERE = Place(community_id=1, shift_id=7)
START = datetime(2026, 5, 16, 1, 0, 0, tzinfo=UTC)


def token(now: datetime = START, place: Place = HERE, way: Direction = Direction.IN) -> str:
    return issue(place, way, now, SEALER).code


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def test_a_fresh_token_is_read():
    assert read(token(), HERE, START, SEALER) is Direction.IN
    assert read(token(way=Direction.OUT), HERE, START, SEALER) is Direction.OUT


def test_a_new_token_every_half_minute():
    assert token(START + seconds(29.9)) == token()
    assert token(START + seconds(30)) != token()


def test_the_page_is_told_when_it_changes_and_how_long_it_is_good():
    issued = issue(HERE, Direction.IN, START + seconds(12), SEALER)

    assert issued.changes_at == START + seconds(30)
    assert issued.valid_until == START + seconds(60)


def test_a_token_is_good_for_sixty_seconds():
    assert read(token(), HERE, START + seconds(60), SEALER) is Direction.IN


@pytest.mark.parametrize("later", [60.001, 61, 3600])
def test_a_screenshot_is_too_late_after_sixty_seconds(later):
    with pytest.raises(CodeExpired):
        read(token(), HERE, START + seconds(later), SEALER)


def test_a_clock_set_back_does_not_lengthen_its_life():
    with pytest.raises(CodeExpired):
        read(token(), HERE, START - seconds(1), SEALER)


@pytest.mark.parametrize("place", [Place(1, 8), Place(2, 7)])
def test_another_shift_or_community_is_told_so(place):
    with pytest.raises(WrongShift):
        read(token(place=place), HERE, START, SEALER)


def test_coming_is_not_going():
    with pytest.raises(WrongCodeType):
        refuse_other_direction(Direction.IN, Direction.OUT)


def test_every_single_changed_byte_is_seen():
    good = token()
    for index, letter in enumerate(good):
        for other in {"0", "1", "f", "F", ".", "x", "٣"} - {letter}:
            with pytest.raises(CodeUnreadable):
                read(good[:index] + other + good[index + 1 :], HERE, START, SEALER)


@pytest.mark.parametrize(
    "bad",
    ["", " ", "a" * 5000, token() + "\n", "0" + token(), token() + "0", "1.7.in.9.zz", "\x00"],
)
def test_what_is_no_token_is_unreadable(bad):
    with pytest.raises(CodeUnreadable):
        read(bad, HERE, START, SEALER)


def test_a_token_of_another_key_is_unreadable():
    foreign = issue(HERE, Direction.IN, START, Sealer.from_secret("another key")).code

    with pytest.raises(CodeUnreadable):
        read(foreign, HERE, START, SEALER)


def test_no_random_token_of_a_hundred_thousand_is_accepted():
    dice = random.Random(20)  # noqa: S311 - a repeatable attack, not a secret
    step = int(START.timestamp()) // 30
    accepted = 0
    for _ in range(100_000):
        try:
            read(f"1.7.in.{step}.{dice.getrandbits(128):032x}", HERE, START, SEALER)
            accepted += 1
        except CodeUnreadable:
            continue

    assert accepted == 0


def test_the_token_is_plain_print_and_short_enough_for_a_small_qr():
    assert re.fullmatch(r"[0-9a-z.]{1,80}", token())


def test_the_spoken_code_is_six_digits_and_good_for_its_minute():
    digits = issue_spoken(HERE, START, SEALER).code

    assert re.fullmatch(r"[0-9]{6}", digits)
    assert is_spoken(digits, HERE, START + seconds(59.9), SEALER)
    assert not is_spoken(digits, HERE, START + seconds(60), SEALER)


def test_the_spoken_code_of_another_shift_is_not_ours():
    digits = issue_spoken(Place(1, 8), START, SEALER).code

    assert not is_spoken(digits, HERE, START, SEALER)


@pytest.mark.parametrize("bad", ["", "12345", "1234567", "１２３４５６", "12345\n", "abcdef"])
def test_anything_but_six_plain_digits_is_no_spoken_code(bad):
    assert not is_spoken(bad, HERE, START, SEALER)
