"""Masks, core/masking.py (domain 5.2)."""

import pytest

from core import masking


@pytest.mark.parametrize(
    ("name", "for_staff", "in_public"),
    [
        ("张三", "张*", "张*"),
        ("张小明", "张*明", "张**"),
        ("欧阳淑珍", "欧阳*珍", "欧阳**"),
        ("欧阳修", "欧阳*", "欧阳*"),
        ("欧阳", "欧*", "欧*"),
        ("买买提·吐尔逊", "买买提·**", "买买提·**"),
        ("李𬱖", "李*", "李*"),
        ("John Smith", "J**", "J**"),
        ("王", "*", "*"),
    ],
)
def test_names_are_covered(name, for_staff, in_public):
    assert masking.name_for_staff(name) == for_staff
    assert masking.name_in_public(name) == in_public


def test_phones_and_numbers_keep_only_their_tails():
    assert masking.phone_for_staff("13800131234") == "138****1234"
    assert masking.volunteer_number_tail("DJ0387") == "…0387"
