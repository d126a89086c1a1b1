"""Sealed fields open only where they belong, and are found without being read."""

import pytest

from core.sealing import SealBroken, Sealer

SEALER = Sealer.from_secret("a" * 32)
PHONE = "13900000001"


def test_sealed_text_opens_for_its_row():
    assert SEALER.open(SEALER.seal(PHONE, "phone:1"), "phone:1") == PHONE


def test_sealed_text_does_not_hold_the_number():
    assert PHONE.encode() not in SEALER.seal(PHONE, "phone:1")


def test_same_number_is_sealed_differently_each_time():
    assert SEALER.seal(PHONE, "phone:1") != SEALER.seal(PHONE, "phone:1")


def test_sealed_text_of_another_row_does_not_open():
    with pytest.raises(SealBroken):
        SEALER.open(SEALER.seal(PHONE, "phone:1"), "phone:2")


def test_one_changed_byte_does_not_open():
    sealed = bytearray(SEALER.seal(PHONE, "phone:1"))
    sealed[-1] ^= 1

    with pytest.raises(SealBroken):
        SEALER.open(bytes(sealed), "phone:1")


def test_index_finds_the_same_number_of_the_same_kind_only():
    assert SEALER.index(PHONE, "phone") == SEALER.index(PHONE, "phone")
    assert SEALER.index(PHONE, "phone") != SEALER.index(PHONE, "identity")
    assert SEALER.index(PHONE, "phone") != Sealer.from_secret("b" * 32).index(PHONE, "phone")
