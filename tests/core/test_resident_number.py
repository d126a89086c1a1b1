"""Resident numbers, core/resident_number.py."""

from datetime import date

import pytest

from core.inputs import BadInput
from core.resident_number import read_number


def test_a_number_tells_birthday_sex_and_tail():
    number = read_number("62072219690504000 7")

    assert (number.born_on, number.sex, number.tail) == (date(1969, 5, 4), "女", "0007")


@pytest.mark.parametrize(
    "text", ["62072219900101001x", " ６２０７２２１９９００１０１００１Ｘ", "62072219900101001X"]
)
def test_spellings_of_one_number_are_one_number(text):
    assert read_number(text).text == "62072219900101001X"


def test_residence_permits_are_taken():
    assert read_number("810000199001010019").sex == "男"


@pytest.mark.parametrize(
    "cell", [6.2072220110317e17, "6.20722E+17", "620722200012010000", "620722196905040000.0"]
)
def test_a_number_rounded_by_a_spreadsheet_is_refused_as_such(cell):
    with pytest.raises(BadInput, match="近似数"):
        read_number(cell)


def test_three_zeros_with_a_right_checksum_are_no_damage():
    assert read_number("620722199202070000").born_on == date(1992, 2, 7)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("620722196905040001", "校验"),
        ("620722690504000", "15 位"),
        ("62072219690504000", "18 位"),
        ("6207221969050400077", "18 位"),
        ("990722196905040007", "地区"),
        ("620722195802300007", "出生日期"),
        ("620722189905040007", "年份"),
    ],
)
def test_a_wrong_number_is_refused_with_its_reason(text, why):
    with pytest.raises(BadInput, match=why):
        read_number(text)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (9.9072219990230e16, "近似数"),
        ("99072218990230000", "18 位"),
        ("990722189902300000", "地区"),
        ("620722199902300000", "出生日期"),
        ("620722199902010000", "近似数"),
        ("620722199902010011", "校验"),
    ],
)
def test_faults_of_a_number_are_told_in_that_order(cell, why):
    """Each has the faults of those below it too."""
    with pytest.raises(BadInput, match=why):
        read_number(cell)
