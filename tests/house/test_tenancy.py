"""No page of a community opens to a stranger, and no page of the house to nobody."""

import pytest
from werkzeug.routing import Rule

from commendations.permissions import Permission
from tests.builders import a_community, a_member

HERE = "/c/<string:community>/"


@pytest.fixture
def towns(session):
    """Two communities with one member each; the stranger belongs to the second only."""
    dongjie, nanguan = a_community(session), a_community(session, "nanguan", prefix="NG")
    made = {"own": a_member(session, dongjie), "stranger": a_member(session, nanguan, "王五")}
    assert all(member.person for member in made.values())
    session.commit()
    return made


def guarded(app, method: str, within: str = "/") -> list[str]:
    """Return the address of every route of this method that is not for anyone, ids being 1."""
    addresses = app.url_map.bind("localhost")
    return sorted(
        addresses.build(rule.endpoint, example(rule), method=method)
        for rule in app.url_map.iter_rules()
        if method in rule.methods
        and rule.rule.startswith(within)
        and app.view_functions[rule.endpoint].permission is not Permission.ANYONE
    )


def example(rule: Rule) -> dict[str, object]:
    """Return one value for each parameter of a rule: dongjie, a setting's name, or row 1."""
    words = {"community": "dongjie", "slug": "dongjie", "name": "daily_cap_minutes"}
    return {name: words.get(name, 1) for name in rule.arguments}


def test_another_communitys_member_finds_no_page_here(app, towns, signed_in):
    reader = signed_in(towns["stranger"].person)
    pages = guarded(app, "GET", HERE)

    answers = {page: reader.get(page).status for page in pages}

    assert len(pages) > 50
    assert {page: status for page, status in answers.items() if status != 404} == {}


def test_another_communitys_member_changes_nothing_here(app, towns, signed_in):
    reader = signed_in(towns["stranger"].person)

    answers = {page: reader.post(page).status for page in guarded(app, "POST", HERE)}

    assert {page: status for page, status in answers.items() if status != 404} == {}


def test_own_member_finds_the_pages_that_need_no_row(app, towns, signed_in):
    reader = signed_in(towns["own"].person)
    pages = [page for page in guarded(app, "GET", HERE) if "1" not in page]

    found = [page for page in pages if reader.get(page).status != 404]

    assert len(found) > 20, "the 404 of a stranger would say nothing"


def test_nobody_is_led_to_the_door(app, towns, client):
    answers = {page: client.get(page) for page in guarded(app, "GET")}

    assert {
        page: (read.status, read.go_to)
        for page, read in answers.items()
        if read.status != 303 or not read.go_to.startswith("/sign-in")
    } == {}


def test_nobodys_form_is_answered_401(app, towns, client):
    answers = {page: client.post(page).status for page in guarded(app, "POST")}

    assert {page: status for page, status in answers.items() if status != 401} == {}
