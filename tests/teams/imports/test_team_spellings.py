"""Spellings of the five teams, teams/imports/rules/team_spellings.py."""

import pytest

from core.inputs import BadInput
from teams.imports.rules.team_spellings import team_colour


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("红 色政策宣讲志愿服务队", "red"),
        ("红队", "red"),
        ("政策宣讲队", "red"),
        ("紫色", "purple"),
        ("牵手关爱队", "purple"),
        ("绿色队", "green"),
        ("綠色生態文明志願服務隊", "green"),
        ("藍色平安建设志愿服务队", "blue"),
        ("平安建设", "blue"),
        ("橙", "orange"),
        ("无私奉献队", "orange"),
        ("红\u200b队", "red"),
    ],
)
def test_every_spelling_names_its_team(text, colour):
    assert team_colour(text) == colour


@pytest.mark.parametrize("text", ["黄队", "红蓝队", "队", "", "红色平安建设志愿服务队", "志愿者"])
def test_what_names_no_team_or_two_is_refused(text):
    with pytest.raises(BadInput):
        team_colour(text)
