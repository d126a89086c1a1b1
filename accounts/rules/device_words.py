"""What a browser says of itself in a few plain words: 手机 and 微信, 电脑 and Chrome."""

from collections.abc import Mapping
from dataclasses import dataclass

MACHINES = {
    "平板": ("iPad", "Tablet", "PlayBook", "Silk"),
    "手机": ("iPhone", "iPod", "Android", "HarmonyOS", "Mobile", "Phone"),
    "电脑": ("Windows", "Macintosh", "X11", "Linux", "CrOS"),
}
BROWSERS = {
    "微信": ("MicroMessenger",),
    "支付宝": ("AlipayClient",),
    "QQ": ("QQ/", "QQBrowser"),
    "Edge": ("Edg/", "EdgA/", "EdgiOS/", "Edge/"),
    "华为浏览器": ("HuaweiBrowser",),
    "小米浏览器": ("MiuiBrowser",),
    "UC 浏览器": ("UCBrowser",),
    "Firefox": ("Firefox/", "FxiOS/"),
    "Chrome": ("Chrome/", "CriOS/"),
    "Safari": ("Safari/",),
}
"""The first that is found counts: most browsers also name those they descend from."""


@dataclass(frozen=True, slots=True)
class Device:
    """A machine and its browser in words that are translated; `browser` empty for a strange one."""

    machine: str
    browser: str


def of_agent(agent: str) -> Device:
    """Return the words for what a browser said of itself when somebody signed in with it."""
    is_desk_wechat = "WindowsWechat" in agent or "MacWechat" in agent
    machine = "电脑" if is_desk_wechat else _first(MACHINES, agent) or "别的设备"
    return Device(machine, _first(BROWSERS, agent))


def _first(words: Mapping[str, tuple[str, ...]], agent: str) -> str:
    return next((name for name, signs in words.items() if any(sign in agent for sign in signs)), "")
