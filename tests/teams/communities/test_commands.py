"""The operator's commands, as typed."""

import json

import pytest
from sqlalchemy import func, select

from core import upkeep
from points.ledger.models import ChainMark
from teams.communities.rules import communities
from tests.builders import a_community, a_member
from tests.shop_builders import earn


@pytest.fixture
def typed(app, now):
    def run(*words):
        return app.test_cli_runner().invoke(args=list(words))

    return run


def test_create_community_opens_it_with_five_teams(typed):
    answer = typed("create-community", "dongjie", "东街社区", "DJ")

    assert answer.exit_code == 0, answer.output
    assert "five teams" in answer.output
    assert typed("create-community", "dongjie", "东街社区", "DX").exit_code == 1


@pytest.mark.parametrize("words", [("Dong", "东街", "DJ"), ("dong", "东街", "D1")])
def test_misspelt_community_is_refused_in_words(typed, words):
    answer = typed("create-community", *words)

    assert answer.exit_code == 1
    assert "字母" in answer.output


def test_taken_prefix_is_refused(typed):
    typed("create-community", "dongjie", "东街社区", "DJ")

    assert typed("create-community", "another", "另一个", "DJ").exit_code == 1


def test_verify_says_that_all_holds(typed):
    answer = typed("verify")

    assert answer.exit_code == 0
    assert "Everything holds." in answer.output


def test_verify_of_what_is_new_says_that_all_holds_and_goes_on_from_there(typed, session):
    earn(session, a_member(session, a_community(session)), 10)
    session.commit()

    for _again in range(2):
        answer = typed("verify", "--new")

        assert answer.exit_code == 0
        assert "holds  points: ledger 15" in answer.output
    assert session.scalar(select(func.count()).select_from(ChainMark)) == 1


@pytest.mark.plants_breach
def test_verify_names_the_first_bad_row(typed, session):
    a_community(session)
    community = a_community(session, "nanguan")
    a_member(session, community, volunteer_no="XX0009")
    session.commit()

    answer = typed("verify")

    assert answer.exit_code == 1
    assert "XX0009" in answer.output


def test_sweep_runs_twice(typed):
    assert typed("sweep").exit_code == 0
    assert typed("sweep").exit_code == 0


@pytest.mark.parametrize("moment", ["yesterday", "2026-05-15T10:00"])
def test_sweep_at_a_moment_that_is_none_is_refused(typed, moment):
    assert typed("sweep", "--at", moment).exit_code == 1


def test_sweep_at_works_in_the_demo_alone(typed, app, monkeypatch):
    assert typed("sweep", "--at", "2026-05-15T10:00+08:00").exit_code == 0
    monkeypatch.setitem(app.config, "DEMO", False)

    assert typed("sweep", "--at", "2026-05-15T10:00+08:00").exit_code == 1


def test_permissions_are_json(typed):
    lines = json.loads(typed("permissions", "--json").output)

    assert {"method", "route", "permission", "scope", "endpoint"} <= set(lines[0])
    assert not [line for line in lines if line["permission"] == "UNMARKED"]


def test_check_is_content(typed):
    assert typed("check").exit_code == 0


def test_every_command_explains_itself(typed, app):
    for name in ("create-community", "create-admin", "verify", "sweep", "permissions", "check"):
        answer = typed(name, "--help")

        assert answer.exit_code == 0
        assert len(answer.output) > 80


def test_five_teams_have_the_colours_in_order():
    assert [team.colour.value for team in communities.FIVE_TEAMS] == [
        "red",
        "purple",
        "green",
        "blue",
        "orange",
    ]


def test_a_batch_that_never_ends_is_stopped(monkeypatch, app):
    monkeypatch.setattr(upkeep, "MOST_BATCHES", 3)
    with app.app_context():
        assert upkeep._do_all(lambda _session, _now: 1, None) == 3
