"""The many spellings of the five teams that people write in sheets."""

import re

from core.inputs import BadInput, folded

_THEMES = {
    "red": ("红", "政策宣讲"),
    "purple": ("紫", "牵手关爱"),
    "green": ("绿", "生态文明"),
    "blue": ("蓝", "平安建设"),
    "orange": ("橙", "无私奉献"),
}
_OLD_SHAPES = str.maketrans(
    "紅綠藍隊誌願務無獻態設關愛牽講務黨團員",
    "红绿蓝队志愿务无献态设关爱牵讲务党团员",
)
_TEAM = re.compile(r"(?:([红紫绿蓝橙])色?)?(政策宣讲|牵手关爱|生态文明|平安建设|无私奉献)?")
_TEAM_TAIL = re.compile(r"(?:志愿者?)?(?:服务)?(?:分?队|队伍)?$")


def team_colour(text: str) -> str:
    """Read a team in any of its spellings and return its colour, red to orange.

    红队, 红色, 红 色政策宣讲志愿服务队, 政策宣讲队 and 藍色平安建设 are understood; a colour and a
    theme of different teams contradict each other. Raises BadInput.
    """
    plain = re.sub(r"\s", "", folded(text)).translate(_OLD_SHAPES)
    found = _TEAM.fullmatch(_TEAM_TAIL.sub("", plain))
    meant = [
        colour
        for colour, words in _THEMES.items()
        if found and any(word in words for word in found.groups() if word)
    ]
    if len(meant) != 1:
        reason = "颜色和队名不是同一支队伍" if meant else "不是五支队伍之一"
        raise BadInput(f"“{plain[:20]}”{reason}，请写红、紫、绿、蓝、橙中的一队。")
    return meant[0]


def team_in_words(text: str) -> str:
    """Return the colour of the one team that a title or the name of a sheet speaks of, or ""."""
    plain = re.sub(r"\s", "", folded(text)).translate(_OLD_SHAPES)
    meant = {
        colour
        for colour, (letter, theme) in _THEMES.items()
        if theme in plain or re.search(rf"{letter}(?:色|队)", plain)
    }
    return meant.pop() if len(meant) == 1 else ""
