"""Addresses are what Flask says, however often one of their kind was asked for before."""

import pytest
from flask import Flask, g, url_for

from tests.builders import a_community

ASKED = [
    ("volunteer.activity", {"activity_id": 7}),
    ("volunteer.activity", {"activity_id": 2**63 - 1}),
    (".activities", {}),
    (".activities", {"team": "red", "after": None}),
    (".activities", {"team": "100%", "after": "红 队&%s"}),
    ("volunteer.activities", {"month": 5, "day": 11}),
    ("volunteer.activities", {"is_all": True}),
    ("volunteer.activities", {"_anchor": "top"}),
    ("volunteer.activities", {"_external": True}),
    ("volunteer.home", {"community": "xijie"}),
    ("accounts.sign_in", {"next": "/c/dongjie/activities?after=1-2"}),
    ("static", {"filename": "icons.svg"}),
]


@pytest.fixture
def here(app, session):
    """A request for a page of 东街."""
    dongjie = a_community(session, "dongjie")
    session.commit()
    with app.test_request_context("/c/dongjie/activities"):
        g.community = dongjie
        yield app


@pytest.mark.parametrize(("endpoint", "values"), ASKED)
def test_an_address_is_what_flask_says(here, endpoint, values):
    asked = [{**values, "activity_id": 9}] if "activity_id" in values else []
    for each in [*asked, values, values]:
        assert url_for(endpoint, **each) == Flask.url_for(here, endpoint, **each)


def test_an_address_learned_in_one_community_leads_to_its_own(here, session):
    assert url_for("volunteer.activity", activity_id=7) == "/c/dongjie/activities/7"

    g.community = a_community(session, "xijie")

    assert url_for("volunteer.activity", activity_id=7) == "/c/xijie/activities/7"


def test_a_prefix_of_the_server_belongs_to_the_address(here):
    assert url_for("volunteer.activities").startswith("/c/")

    with here.test_request_context("/c/dongjie/", environ_overrides={"SCRIPT_NAME": "/wuse"}):
        assert url_for("accounts.sign_in").startswith("/wuse/")


def test_a_learned_address_is_forgotten_before_memory_fills(here, monkeypatch):
    monkeypatch.setattr("core.addresses.LEARNED_AT_MOST", 2)

    for word in "abcde":
        assert url_for("volunteer.activities", team=word) == f"/c/dongjie/activities?team={word}"
    assert len(here._learned) <= 2
