"""How names are found by what people type: a part, initials, pinyin; full width or not.

Surnames are read as surnames (曾 is zeng, 单 is shan); where two readings are in use both find.
"""

import itertools

from pypinyin import lazy_pinyin
from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import InstrumentedAttribute

from core.folding import plain

LONGEST = 400
_ONE = """
曾zeng 翟zhai,di 单shan 查zha 仇qiu 解xie 覃qin,tan 区ou 乐yue,le 盖ge,gai 员yun 贠yun 朴piao
缪miao 召shao 折she 黑he 种chong 任ren 隗wei,kui 郗xi,chi 祭zhai 能nai 柏bai,bo 费fei,bi 葛ge
过guo 洗xian 冼xian 薄bo 秘bi 牟mu,mou 谌chen,shen 卜bu 么yao 幺yao 佴nai 妫gui 繁po 那na 纪ji
宓mi,fu 睢sui 燕yan 应ying 殷yin 訾zi 句gou 角jue 都du 藏zang 臧zang 逄pang 逢pang 晟cheng
晁chao 炅gui 阚kan 郇xun,huan 沈shen 瞿qu 呙guo 乜nie 厍she 尉wei 宿su 曲qu 相xiang 华hua 於yu
盛sheng 重chong 车che 石shi 哈ha 撒sa 贾jia 强qiang 谷gu 万wan 俞yu 尹yin 娄lou 褚chu 郝hao
佟tong 亓qi 啜chuai 庹tuo 逯lu 麴qu 仉zhang
"""
_TWO = """
尉迟yuchi 万俟moqi 长孙zhangsun 澹台tantai 令狐linghu 单于chanyu 夏侯xiahou 鲜于xianyu 皇甫huangfu
濮阳puyang 亓官qiguan 呼延huyan 欧阳ouyang 诸葛zhuge 司马sima 上官shangguan 公孙gongsun 慕容murong
东方dongfang 独孤dugu 端木duanmu 宇文yuwen 司徒situ 南宫nangong 尔朱erzhu 赫连helian
"""


def _read(table: str) -> dict[str, list[str]]:
    found = {}
    for entry in table.split():
        letters = next(at for at, sign in enumerate(entry) if sign.isascii())
        found[entry[:letters]] = entry[letters:].split(",")
    return found


SURNAMES = _read(_ONE) | _read(_TWO)
"""Readings of surnames that differ from the common reading, or are asked about; first is usual."""


def of_person(name: str) -> str:
    """Return what a person is found by: whole name and given name, in pinyin and in initials."""
    surname = next((name[:length] for length in (2, 1) if name[:length] in SURNAMES), name[:1])
    readings = SURNAMES.get(surname) or ["".join(_syllables(surname))]
    given = _syllables(name[len(surname) :])
    keys = []
    for reading in readings:
        initials = "".join(each[:1] for each in (_parts(surname, reading) + given))
        keys += [reading + "".join(given), initials]
    if given:
        keys += ["".join(given), "".join(each[:1] for each in given)]
    return _joined(keys)


def _parts(surname: str, reading: str) -> list[str]:
    """Part a reading into the syllables of its characters, for their first letters."""
    if len(surname) < 2:
        return [reading]
    return [reading[:1], _syllables(surname[1])[0]]


def of_thing(name: str) -> str:
    """Return what goods are found by: the name from each of its characters on."""
    syllables = _syllables(name)
    keys = []
    for at in range(len(syllables)):
        rest = syllables[at:]
        keys += ["".join(rest), "".join(each[:1] for each in rest)]
    return _joined(keys)


def _syllables(name: str) -> list[str]:
    """Return the reading of each character; letters and digits are their own, signs nothing."""
    found = lazy_pinyin(plain(name), errors=list)  # type: ignore[arg-type]  # stubs too narrow
    return [each for each in (_bare(part) for part in found) if each]


def _bare(part: str) -> str:
    return "".join(sign for sign in part.casefold() if sign.isalnum())


def _joined(keys: list[str]) -> str:
    """Join the keys, each with a blank before it, so that one is found from its beginning."""
    kept = list(dict.fromkeys(key for key in keys if key))
    lengths = itertools.accumulate(len(key) + 1 for key in kept)
    return "".join(f" {key}" for key, end in zip(kept, lengths, strict=True) if end <= LONGEST)


def matching(
    name: InstrumentedAttribute[str], keys: InstrumentedAttribute[str], typed: str
) -> ColumnElement[bool]:
    """Match a part of a name, its characters in order (张青 finds 张长青), or one of its keys.

    Nothing typed matches nothing, and so do signs that cannot be typed.
    """
    wanted = signs_of(typed)
    in_order = "%".join(_escaped(sign) for sign in wanted)
    in_name = name.ilike(f"%{in_order}%", escape="/")
    if not wanted:
        return name.is_(None)
    if wanted.isascii():
        return or_(in_name, keys.like(f"% {_escaped(wanted)}%", escape="/"))
    return in_name


def signs_of(typed: str) -> str:
    """Return the signs that are looked for: plain, small, without blanks; none that is unseen."""
    wanted = "".join(plain(typed).split()).casefold()
    return wanted if wanted.isprintable() else ""


def _escaped(text: str) -> str:
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")
