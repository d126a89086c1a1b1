"""Barcodes, core/barcodes.py."""

import pytest

from core.barcodes import barcode
from core.inputs import BadInput


@pytest.mark.parametrize(
    "text", ["6900000000014", " 690-0000 000014", "69000003", "６９０００００３"]
)
def test_a_barcode_with_its_check_digit_is_taken(text):
    assert barcode(text) in {"6900000000014", "69000003"}


@pytest.mark.parametrize("text", ["6.90123E+12", "6901230000000"])
def test_a_barcode_rounded_by_a_spreadsheet_is_refused_as_such(text):
    with pytest.raises(BadInput, match="近似数"):
        barcode(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [("6900000000013", "校验"), ("690000000001", "校验"), ("690", "位"), ("69A00003", "位")],
)
def test_a_wrong_barcode_is_refused_with_its_reason(text, why):
    with pytest.raises(BadInput, match=why):
        barcode(text)
