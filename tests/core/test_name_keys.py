"""How names are found: surnames read as surnames, parts, initials, pinyin."""

import pytest

from core import name_keys

READ_RIGHT = """
曾zeng 翟zhai 单shan 查zha 仇qiu 解xie 覃qin 覃tan 区ou 乐yue 乐le 盖ge 员yun 朴piao 缪miao
召shao 折she 黑he 种chong 任ren 隗wei 郗xi 祭zhai 能nai 柏bai 费fei 葛ge 过guo 洗xian 薄bo
秘bi 牟mu 谌chen 卜bu 么yao 佴nai 繁po 那na 纪ji 宓mi 应ying 殷yin 句gou 都du 藏zang 逄pang
晁chao 沈shen 尉wei 宿su 曲qu 相xiang 华hua 於yu 车che 石shi 贾jia 强qiang 万wan 张zhang
王wang 李li 吕lv 尉迟yuchi 万俟moqi 长孙zhangsun 澹台tantai 令狐linghu 单于chanyu 夏侯xiahou
欧阳ouyang 诸葛zhuge 皇甫huangfu
"""


@pytest.mark.parametrize("entry", READ_RIGHT.split())
def test_a_surname_is_read_as_a_surname(entry):
    at = next(at for at, sign in enumerate(entry) if sign.isascii())
    surname, reading = entry[:at], entry[at:]

    assert f" {reading}mei" in name_keys.of_person(f"{surname}梅")


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("张长青", "zhangchangqing zcq changqing cq"),
        ("欧阳小梅", "ouyangxiaomei oyxm xiaomei xm"),
        ("王", "wang w"),
        ("", ""),
    ],
)
def test_a_person_is_found_by_whole_and_given_name(name, keys):
    assert name_keys.of_person(name) == "".join(f" {key}" for key in keys.split())


def test_goods_are_found_from_any_character_on():
    assert name_keys.of_thing("洗衣液") == " xiyiye xyy yiye yy ye y"


def test_keys_stay_within_their_length():
    assert len(name_keys.of_thing("洗" * 60)) <= name_keys.LONGEST
