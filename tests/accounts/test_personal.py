"""Sealing a person's fields, accounts/rules/personal.py."""

import pytest

from accounts.rules import personal
from core.sealing import SealBroken


def test_a_phone_is_sealed_and_found_and_shows_its_tail():
    columns = personal.sealed_phone("13800138000")

    assert personal.opened_phone(columns["phone_sealed"], columns["phone_index"]) == "13800138000"
    assert columns["phone_index"] == personal.phone_index("13800138000")
    assert columns["phone_tail"] == "8000"


def test_a_phone_opens_in_no_other_row():
    mine, other = personal.sealed_phone("13800138000"), personal.sealed_phone("13800138001")

    with pytest.raises(SealBroken):
        personal.opened_phone(mine["phone_sealed"], other["phone_index"])


def test_a_resident_number_is_sealed_and_found_and_shows_its_tail():
    columns = personal.sealed_resident_number("62072219900101001X")

    assert b"620722" not in columns["resident_number_sealed"]
    assert columns["resident_number_index"] == personal.resident_number_index("62072219900101001X")
    assert columns["resident_number_tail"] == "001X"


def test_without_a_phone_all_columns_stay_empty():
    assert set(personal.sealed_phone(None).values()) == {None}
