"""What may be shown of a person: names, phones and numbers with the rest covered (domain 5.2)."""

import re
from typing import Final

_PAIRS: Final = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙"
    "钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里"
    "呼延东郭南门羊舌微生梁丘左丘西门第五南荣东里即墨达奚褚师纳兰完颜叶赫那拉哥舒耶律贺兰"
)
COMPOUND_SURNAMES: Final = frozenset(_PAIRS[at : at + 2] for at in range(0, len(_PAIRS), 2))


_LONG_NUMBER: Final = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|[0-9]{15}|1[0-9]{10})(?![0-9])")


ERASED: Final = "已注销"
"""Stands where the name of somebody stood who was erased; it is nobody's, and is not covered."""


def surname(name: str) -> str:
    """Return the part of `name` that stays: one character, a compound surname, or up to the `·`."""
    if "·" in name:
        return name.partition("·")[0] + "·"
    if len(name) > 2 and name[:2] in COMPOUND_SURNAMES:
        return name[:2]
    return name[:1]


def name_for_staff(name: str) -> str:
    """Cover the middle: 张*, 张*明, 欧阳*珍; of a name with `·` only the first part stays."""
    kept = surname(name)
    if name == ERASED or "·" in name or " " in name or len(name) <= len(kept) + 1:
        return name_in_public(name)
    return kept + "*" * (len(name) - len(kept) - 1) + name[-1]


def name_in_public(name: str) -> str:
    """Cover all but the surname: 张*, 张**, 欧阳**, 买买提·**."""
    if name == ERASED:
        return ERASED
    kept = surname(name)
    if len(name) <= 1:
        return "*"
    if "·" in name or " " in name:
        return kept + "**"
    return kept + "*" * (len(name) - len(kept))


def phone_for_staff(phone: str) -> str:
    """Cover the middle of a phone: 138****1234."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else f"****{phone[-2:]}"


def volunteer_number_tail(number: str) -> str:
    """Leave the last four of a volunteer number, which tells namesakes apart: …0387."""
    return f"…{number[-4:]}"


def numbers_covered(text: str) -> str:
    """Cover every mobile and resident number that stands in free text: 138****1234."""
    return _LONG_NUMBER.sub(lambda found: f"{found[0][:3]}****{found[0][-4:]}", text)
