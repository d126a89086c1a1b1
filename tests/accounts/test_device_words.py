"""A device is named in plain words, whatever its browser says of itself."""

import pytest

from accounts.rules.device_words import Device, of_agent

PHONE = "Mozilla/5.0 (Linux; Android 12; Mobile) AppleWebKit/537.36"
AGENTS = {
    f"{PHONE} Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.47": ("手机", "微信"),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1": (
        "手机",
        "Safari",
    ),
    f"{PHONE} HuaweiBrowser/14.0 Chrome/99.0 Mobile Safari/537.36": ("手机", "华为浏览器"),
    "Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) CriOS/120.0 Safari/604.1": ("平板", "Chrome"),
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36": (
        "电脑",
        "Chrome",
    ),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36 Edg/120.0": (
        "电脑",
        "Edge",
    ),
    "Mozilla/5.0 (Windows NT 10.0) Chrome/107.0 MicroMessenger/7.0 WindowsWechat": ("电脑", "微信"),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:120.0) Firefox/120.0": ("电脑", "Firefox"),
    "测试机": ("别的设备", ""),
    "?": ("别的设备", ""),
}


@pytest.mark.parametrize("agent", AGENTS)
def test_a_device_in_words(agent):
    assert of_agent(agent) == Device(*AGENTS[agent])
