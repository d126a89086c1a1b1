"""The one folding of what is typed or pasted, core/folding.py."""

import unicodedata

import pytest

from core import folding
from core.inputs import of_card


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("\u202d13800901234\u202c", "13800901234"),
        ("13800901235\u200e", "13800901235"),
        ("１３８　００", "138 00"),
        ("\ufeff\u00a0王芳\u2060", "王芳"),
        ("⾼⻓", "高长"),
        ("\uf9d1", "六"),
        ("\ue863", "䶮"),
        ("\ue816", "\U00020087"),
        ("\ue864", "\u9fbb"),
    ],
)
def test_what_stands_for_another_becomes_that_other(typed, plain):
    assert folding.plain(typed) == plain


def test_row_fe_of_gb18030_holds_no_private_character_any_more():
    folded = [folding.unmarked(chr(point)) for point in range(0xE815, 0xE865)]

    assert len(set(folded)) == 80
    assert not any(unicodedata.category(one) == "Co" for one in folded)


def test_other_private_characters_and_reversing_marks_stay_to_be_refused():
    assert folding.unmarked("\ue000\u202e") == "\ue000\u202e"


def test_a_number_pasted_with_marks_is_read_where_cards_are():
    assert of_card("\u202dDJ0001\u202c") == "DJ0001"
