"""The reader of pages sends a form as a browser would."""

from tests.reading import _Page

FORM = """
<form method="post" action="/roles">
  <select name="role">{options}</select>
  <select name="team"><option value="0">不选队伍</option><option value="7">绿队</option></select>
  <input name="reason" value="轮换">
</form>
"""


def fields_of(options):
    page = _Page()
    page.feed(FORM.format(options=options))
    return page.forms[0]["fields"]


def test_a_list_has_its_chosen_option():
    chosen = '<option value="clerk">店员</option><option value="leader" selected>队长</option>'

    assert fields_of(chosen) == {"role": "leader", "team": "0", "reason": "轮换"}


def test_a_list_without_a_choice_has_its_first_option():
    offered = '<option value="clerk">店员</option><option value="leader">队长</option>'

    assert fields_of(offered)["role"] == "clerk"


def test_an_empty_list_says_nothing():
    assert fields_of("")["role"] == ""
