"""A value of a setting is read in the words it was shown in, in either language."""

import pytest
from flask_babel import force_locale, gettext

from core import room
from teams.settings.views.setting_values import read_value, value_words

SETTINGS = room.settings()
CHOOSING = [
    (setting, value)
    for setting in SETTINGS.values()
    for value in ((True, False) if setting.is_yes_or_no else setting.choices)
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_page_offers_is_understood(app, language):
    with app.test_request_context("/"), force_locale(language):
        read = [read_value(setting, value_words(setting, value)) for setting, value in CHOOSING]

    assert read == [value for _setting, value in CHOOSING]
    assert CHOOSING


def test_percent_stands_at_its_number(app):
    with app.test_request_context("/"):
        assert value_words(SETTINGS["attended_percent"], 60) == "60%"
        assert gettext("分") in value_words(SETTINGS["daily_cap_minutes"], 480)
