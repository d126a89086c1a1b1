"""Sealing a person's fields, accounts/rules/personal.py."""

import pytest

from accounts.rules import personal
from core import keyring
from core.sealing import SealBroken


def test_a_phone_is_sealed_and_found_and_shows_its_tail():
    columns = personal.phone_columns(7, "13800138000")

    assert keyring.sealer().open(columns["phone_sealed"], "phone:7") == "13800138000"
    assert columns["phone_index"] == personal.phone_index("13800138000")
    assert columns["phone_tail"] == "8000"


def test_a_sealed_phone_does_not_open_on_another_row():
    columns = personal.phone_columns(7, "13800138000")

    with pytest.raises(SealBroken):
        keyring.sealer().open(columns["phone_sealed"], "phone:8")


def test_an_identity_number_is_sealed_and_found_and_shows_its_tail():
    columns = personal.identity_columns(7, "62072219900101001X")

    assert b"620722" not in columns["identity_sealed"]
    assert columns["identity_index"] == personal.identity_index("62072219900101001X")
    assert columns["identity_tail"] == "001X"


def test_without_a_phone_all_columns_stay_empty():
    assert set(personal.phone_columns(7, None).values()) == {None}


def test_initials_are_the_first_letters():
    assert personal.initials("王小明") == "wxm"
