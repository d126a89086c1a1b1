"""What no database can keep is refused before it is kept, and no number is too long to be read."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import NumberRange

from core.fields import IntegerField


class Places(Form):
    """One number in a range."""

    places = IntegerField("名额", [NumberRange(1, 500)])


@pytest.mark.parametrize(
    ("typed", "is_fine"),
    [("1", True), ("9" * 19, False), ("9" * 20, False), ("9" * 400, False), ("５", True)],
)
def test_a_number_of_any_length_is_read_or_refused(typed, is_fine):
    assert Places(MultiDict({"places": typed})).validate() is is_fine


@pytest.mark.parametrize("path", ["/c/%00/", "/c/dongjie/%00", "/?next=%00", "/verify/%00"])
def test_an_address_with_a_null_is_no_defect(client, path):
    assert client.get(path).status in {400, 404}


def test_a_null_in_a_form_is_refused_in_words(client):
    page = client.post("/sign-in", {"login": "DJ\x000001", "secret": "246810"})

    assert (page.status, "有一处读不懂" in page.words) == (400, True)
