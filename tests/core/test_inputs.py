"""Typed inputs, core/inputs.py."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import inputs
from core.inputs import BadInput


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        " 138 0013 8000\n",
        "138-0013-8000",
        "１３８００１３８０００",
        "+8613800138000",
        "008613800138000",
        "+86 138 0013 8000",
        "138\u200b00138000",
        "\u202d13800138000\u202c",
        "13800138000\u200e",
        "\ufeff+86 138-0013-8000",
        "8613800138000",
    ],
)
def test_spellings_of_one_phone_are_one_phone(text):
    assert inputs.phone(text) == "13800138000"


@pytest.mark.parametrize(
    "text",
    [
        "1380013800",
        "138001380000",
        "12800138000",
        "+85251234567",
        "1380013800x",
        "",
        "NaN",
        "1" * 5000,
        "\u202e00083100831",
        "138\x0000138000",
        "①3800138000",
    ],
)
def test_what_is_no_mobile_number_is_refused(text):
    with pytest.raises(BadInput):
        inputs.phone(text)


def test_landline_is_refused_where_not_asked():
    with pytest.raises(BadInput):
        inputs.phone("0936-4421234")


def test_landline_is_taken_where_asked():
    assert inputs.phone("0936-4421234", is_landline_allowed=True) == "09364421234"


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("5", 5), ("５", 5), (" 3\n", 3)])
def test_whole_number_within_its_bounds(text, number):
    assert inputs.whole_number(1, 5)(text) == number


@pytest.mark.parametrize(
    "text",
    ["0", "6", "-1", "1.0", "1_0", "1e3", "²", "①", "٣", "NaN", "Infinity", "", "0x1", "9" * 5000],
)
def test_what_is_no_whole_number_in_bounds_is_refused(text):
    with pytest.raises(BadInput):
        inputs.whole_number(1, 5)(text)


def test_biggest_number_of_64_bits_is_taken():
    assert inputs.whole_number()(str(2**63 - 1)) == 2**63 - 1


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1])
def test_number_beyond_64_bits_is_refused(number):
    with pytest.raises(BadInput):
        inputs.whole_number()(str(number))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" 马\u3000明 ", "马明"),
        ("张 三", "张三"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提 · 吐尔逊", "买买提·吐尔逊"),
        ("王䶮", "王䶮"),
        ("李𬱖", "李𬱖"),
        ("John  Smith", "John Smith"),
        ("买买提 吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("何 冬 青", "何冬青"),
        ("欧阳 淑珍妹", "欧阳淑珍妹"),
        ("阿依 古丽", "阿依古丽"),
        ("张\u200b三", "张三"),
        ("王芳\ufeff", "王芳"),
        ("⾼明亮", "高明亮"),
        ("⻩⻢", "黄马"),
        ("\ue863伟", "䶮伟"),
        ("\ue81e伟", "\u9fb4伟"),
        ("陈〇九", "陈〇九"),
    ],
)
def test_names_are_kept_as_written(text, name):
    assert inputs.person_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "王",
        "张3",
        "张三!",
        "\u202e三张",
        "张\x00三",
        "�张三",
        "王󠄀明",
        "张三😀",
        "·张三",
        "张三·",
        "Аlice Wang",
        "王\ue000明",
        "张\n三\x07",
    ],
)
def test_what_is_no_name_is_refused(text):
    with pytest.raises(BadInput):
        inputs.person_name(text)


@pytest.mark.parametrize(("length", "is_taken"), [(40, True), (41, False)])
def test_a_name_has_at_most_forty_characters(length, is_taken):
    try:
        taken = inputs.person_name("𬱖" * length)
    except BadInput:
        taken = ""

    assert bool(taken) == is_taken


def test_a_note_keeps_emoji_families_lines_and_full_width_marks():
    text = "到了，👨‍👩‍👧\n①号楼"

    assert inputs.note()(text) == text


def test_length_counts_what_people_see():
    assert inputs.visible_length("👨‍👩‍👧🇨🇳👍🏽e\u0301") == 4


@pytest.mark.parametrize(("count", "is_taken"), [(3, True), (4, False)])
def test_a_note_is_measured_in_seen_characters(count, is_taken):
    try:
        taken = inputs.note(3)("👨‍👩‍👧" * count)
    except BadInput:
        taken = ""

    assert bool(taken) == is_taken


@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb", "a\ud800b", "a\ue000b", "\x1b[0m"])
def test_a_note_with_unseen_characters_is_refused(text):
    with pytest.raises(BadInput):
        inputs.note()(text)


@pytest.mark.parametrize("text", ["a\u200bb", "a\u200db", "a\u2066b\u2069", "\ufeffab"])
def test_a_note_loses_the_marks_nobody_sees(text):
    assert inputs.note()(text) == "ab"


@pytest.mark.parametrize(
    ("text", "number"),
    [("\u202ddj0001\u202c", "DJ0001"), ("dj0001", "DJ0001"), ("ＮＧ００１２", "NG0012")],
)
def test_volunteer_numbers_are_written_in_one_way(text, number):
    assert inputs.volunteer_number(text) == number


@pytest.mark.parametrize("text", ["D0001", "DJ001", "DJNG0001", "DJ-0001", "DJ0001; --"])
def test_what_is_no_volunteer_number_is_refused(text):
    with pytest.raises(BadInput):
        inputs.volunteer_number(text)


@pytest.mark.parametrize("text", ["do", "dongjie-2", "a" + "b" * 30])
def test_slugs_within_the_rule(text):
    assert inputs.slug(text) == text


@pytest.mark.parametrize("text", ["d", "a" + "b" * 31, "2dong", "Dong", "dong_jie", "../dong"])
def test_slugs_outside_the_rule_are_refused(text):
    with pytest.raises(BadInput):
        inputs.slug(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026年1月17日",
        "2026-01-17",
        "2026/1/17",
        "2026.1.17",
        "20260117",
        "46039",
        "2026-01-17 00:00:00",
        "２０２６．１．１７",
        " 2026 年 1 月 17 日 ",
    ],
)
def test_six_spellings_and_the_serial_number_are_one_day(text):
    assert inputs.on_date(text) == date(2026, 1, 17)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29",
        "1958-02-30",
        "26.1.3",
        "2026.1",
        "2026-1/3",
        "20261",
        "1899-12-31",
        "2200-01-01",
        "昨天",
        "",
        "99999999",
        "9999",
        "2026-01-17T25:00",
    ],
)
def test_what_is_no_whole_real_day_is_refused(text):
    with pytest.raises(BadInput):
        inputs.on_date(text)


@pytest.mark.parametrize(
    ("serial", "day"), [(10_000, date(1927, 5, 18)), (73_050, date(2099, 12, 31))]
)
def test_serial_numbers_within_their_bounds(serial, day):
    assert inputs.serial_day(serial) == day


@pytest.mark.parametrize("serial", [9_999, 73_051, 46_039.5, float("nan"), float("-inf")])
def test_serial_numbers_outside_their_bounds_are_refused(serial):
    with pytest.raises(BadInput):
        inputs.serial_day(serial)


@given(st.text())
def test_any_text_is_a_value_or_a_sentence(text):
    parsers = (inputs.phone, inputs.whole_number(), inputs.person_name, inputs.on_date)

    answers = [_answer(parse, text) for parse in (*parsers, inputs.note(), inputs.slug)]

    assert all(answer == "taken" or answer.endswith("。") for answer in answers)


def _answer(parse, text):
    try:
        parse(text)
    except BadInput as bad:
        return bad.message
    return "taken"


@pytest.mark.parametrize(
    ("scanned", "number"),
    [
        ("https://wuse.example.cn/sign-in?login=DJ0001&by=pin", "DJ0001"),
        ("HTTPS://WUSE.EXAMPLE.CN/SIGN-IN?LOGIN=dj0001&BY=PIN", "DJ0001"),
        ("http：//127。0。0。1/sign-in？login＝NG0387", "NG0387"),
        ("DJ0001", "DJ0001"),
        ("王秀兰", "王秀兰"),
        (None, ""),
    ],
)
def test_number_is_taken_from_the_code_of_a_card(scanned, number):
    assert inputs.of_card(scanned) == number
