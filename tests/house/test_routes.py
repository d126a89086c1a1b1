"""Every route says who may, and its address is typed and kebab-case."""

import re

from core.permissions import PermissionName


def test_every_route_is_marked_with_a_permission(app):
    unmarked = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not isinstance(
            getattr(app.view_functions[rule.endpoint], "permission", None), PermissionName
        )
    ]

    assert unmarked == [], "add @requires(Permission.…) directly under the route"


def test_every_route_parameter_is_typed(app):
    bare = [rule.rule for rule in app.url_map.iter_rules() if re.search(r"<[^:>]+>", rule.rule)]

    assert bare == [], "write <id:…>, <string:…> or <path:…>"


def test_paths_are_kebab_case(app):
    odd = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not re.fullmatch(r"[a-z0-9/.-]*", re.sub(r"<[^>]+>", "", rule.rule))
    ]

    assert odd == []


def test_health_answers_anyone(client):
    assert client.get("/health/ready").words == ""
    assert client.get("/health/live").status == 200
