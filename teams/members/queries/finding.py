"""Finding people of a community: the one search of desk, counter, board, list and form.

A number or its last four digits, a card, a whole phone or its last four digits, a name or part of
it, initials or pinyin; full width and blanks are no matter.
"""

import re

from sqlalchemy import ColumnElement, case, or_, select, true
from sqlalchemy.orm import Session, joinedload

from accounts.models import Person
from accounts.rules import personal
from core import name_keys
from core.errors import NotFound
from core.folding import plain
from core.inputs import BadInput, of_card, phone
from core.masking import name_for_staff
from teams.members.models import Community, Member, MemberState

MOST_FOUND = 8
LONGEST_TYPED = 120


class NobodyFound(NotFound):
    """Nothing of any member of this community is what was typed."""

    message = (
        "没有找到“%(typed)s”。可以填编号、姓名、姓名拼音或手机号；还没登记的，先到服务台登记。"
    )


class SeveralFound(NotFound):
    """Several members are found by what was typed; says who, by masked name and number."""

    message = "“%(typed)s”找到几位：%(people)s。请填编号。"


def is_found_by(typed: str) -> ColumnElement[bool]:
    """Return the condition on members joined with their person; nothing typed finds nobody."""
    words = folded(typed)
    if not words:
        return Member.id < 0
    tests = [
        name_keys.matching(Person.name, Person.name_keys, words),
        Member.volunteer_no == words.upper(),
    ]
    digits = re.sub(r"[\s-]", "", words)
    if re.fullmatch(r"[0-9]{4}", digits):
        tests += [Member.volunteer_no.endswith(digits), Person.phone_tail == digits]
    whole = _whole_phone(digits)
    if whole:
        tests.append(Person.phone_index == personal.phone_index(whole))
    return or_(*tests)


def folded(typed: str) -> str:
    """Return what was typed or scanned in its plain form; a card is its number."""
    words = plain(of_card(typed[:LONGEST_TYPED]) or "")
    return words if words.isprintable() else ""


def _whole_phone(digits: str) -> str:
    if not re.fullmatch(r"\+?[0-9]{7,15}", digits):
        return ""
    try:
        return phone(digits, is_landline_allowed=True)
    except BadInput:
        return ""


def people_found(
    session: Session,
    community: Community,
    typed: str,
    at_most: int = MOST_FOUND,
    *,
    only_active: bool = True,
) -> list[Member]:
    """Return members with person and team: a number first, then a whole name, then parts."""
    words = folded(typed)
    nearness = case((Member.volunteer_no == words.upper(), 0), (Person.name == words, 1), else_=2)
    asked = (
        select(Member)
        .join(Person, Person.id == Member.person_id)
        .options(joinedload(Member.person), joinedload(Member.home_team))
        .where(
            Member.community_id == community.id,
            Member.state == MemberState.ACTIVE if only_active else true(),
            is_found_by(typed),
        )
        .order_by(nearness, Member.id)
        .limit(at_most)
    )
    return list(session.scalars(asked).unique())


def the_member(
    session: Session, community: Community, typed: str, *, only_active: bool = True
) -> Member:
    """Return the one member found by words; a number or a whole name goes before parts.

    Raises NobodyFound, SeveralFound.
    """
    found = people_found(session, community, typed, only_active=only_active)
    words = folded(typed)
    if not found:
        raise NobodyFound(typed=words[:20])
    nearest = [each for each in found if words.upper() == each.volunteer_no]
    nearest = nearest or [each for each in found if each.person.name == words] or found
    if len(nearest) > 1:
        told = "、".join(f"{name_for_staff(m.person.name)} {m.volunteer_no}" for m in nearest)
        raise SeveralFound(typed=words[:20], people=told)
    return nearest[0]
