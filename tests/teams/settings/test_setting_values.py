"""A value of a setting is read in the words it was shown in, in either language."""

import pytest
from flask_babel import force_locale, gettext

from teams.settings.rules.settings import DEFAULTS
from teams.settings.views.settings import read_value, value_words

CHOOSING = [
    (name, value)
    for name, definition in DEFAULTS.items()
    for value in ((True, False) if isinstance(definition.default, bool) else definition.choices)
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_page_offers_is_understood(app, language):
    with app.test_request_context("/"), force_locale(language):
        said = [value_words(DEFAULTS[name], value) for name, value in CHOOSING]
        read = [
            read_value(DEFAULTS[name], words)
            for (name, _value), words in zip(CHOOSING, said, strict=True)
        ]

    assert read == [value for _name, value in CHOOSING]
    assert CHOOSING


def test_percent_stands_at_its_number(app):
    with app.test_request_context("/"):
        assert value_words(DEFAULTS["attended_percent"], 60) == "60%"
        assert gettext("分") in value_words(DEFAULTS["daily_cap_minutes"], 480)
