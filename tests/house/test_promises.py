"""What a sentence says a role does, the gate lets that role do (contract 8).

`promises.txt` lists every sentence of the catalogue that names a role, with the permission it
promises: "a|b" one of two, "a@role" where only that one of several named acts; "-" promises
nothing: a name, or whom to call. A new sentence has to be put there.
"""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from commendations.permissions import Permission
from core import room
from core.catalogue import SOURCE
from teams.authority.models import Role
from teams.authority.rules import permissions_of

ROLES = {
    "副队长": Role.DEPUTY,
    "队长": Role.LEADER,
    "带队人": Role.LEADER,
    "社工": Role.COORDINATOR,
    "协调员": Role.COORDINATOR,
    "超市管理员": Role.SHOP_CLERK,
    "值班人员": Role.SHOP_CLERK,
    "物品管理员": Role.STOCK_KEEPER,
    "监督员": Role.SUPERVISOR,
    "县管理员": Role.COUNTY_ADMIN,
    "社区管理员": Role.COMMUNITY_ADMIN,
    "管理员": Role.COMMUNITY_ADMIN,
}
NAMED = re.compile("|".join(sorted(ROLES, key=len, reverse=True)))
ROWS = [
    tuple(line.split("\t", 1))
    for line in Path(__file__).with_name("promises.txt").read_text("utf-8").splitlines()
]
NO_PROMISE = "-"


def sentences():
    """Return every sentence of pages and code that names a role."""
    with SOURCE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    found = {each.id if isinstance(each.id, str) else each.id[0] for each in catalogue if each.id}
    return {words for words in found if NAMED.search(words)}


def test_f9_every_sentence_that_names_a_role_stands_in_the_table():
    assert sorted(sentences() ^ {words for _permission, words in ROWS}) == []


@pytest.mark.parametrize("promise", sorted({each for each, _words in ROWS} - {NO_PROMISE}))
def test_f9_the_role_a_sentence_names_may_do_what_it_promises(promise):
    permissions, _, actor = promise.partition("@")
    promised = {room.permission(each) for each in permissions.split("|")}

    empty = [
        (words, name)
        for each, words in ROWS
        for name in ([actor] if actor else NAMED.findall(words))
        if each == promise and not promised & permissions_of(ROLES[name])
    ]

    assert empty == []


def test_a_promise_to_an_administrator_who_may_not_is_found():
    """The sentence that was: minutes go to the administrator, who gets 403."""
    names = NAMED.findall("时长一直没人核对，过这么多天由管理员来办。")

    assert Permission.ATTENDANCE_MANAGE not in permissions_of(ROLES[names[0]])
