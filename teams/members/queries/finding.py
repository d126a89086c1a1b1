"""Finding people of a community: the one search of desk, counter, board, list and form.

A number or its last four digits, a card, a whole phone or its last four digits, a name or part of
it, initials or pinyin; full width and blanks are no matter.
"""

import re

from sqlalchemy import ColumnElement, Select, case, func, select, true, union
from sqlalchemy.orm import Session, aliased, joinedload

from accounts.models import Person
from accounts.rules import personal
from core import name_keys
from core.errors import NotFound
from core.folding import plain
from core.inputs import BadInput, of_card, phone
from core.masking import name_for_staff
from teams.members.models import Community, Member, MemberState, MemberWord, WordKind
from teams.members.rules import numbers

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


def is_found_by(community_id: int, typed: str) -> ColumnElement[bool]:
    """Return the condition on members of a community; nothing typed finds nobody.

    Who is found is read by words, numbers and phone from an index each.
    """
    words = folded(typed)
    if not words:
        return Member.id < 0
    digits = re.sub(r"[\s-]", "", words)
    found = [numbers.members_of(community_id, words.upper()), *_named(community_id, words)]
    if re.fullmatch(r"[0-9]{4}", digits):
        found.append(_by_word(community_id, WordKind.TAIL, MemberWord.word == digits))
    whole = _whole_phone(digits)
    if whole:
        index = personal.phone_index(whole)
        whose = func.coalesce(_Person.merged_into_id, _Person.id)
        phoned = select(_Found.id).join(_Person, _Found.person_id == whose)
        found.append(
            phoned.where(_Found.community_id == community_id, _Person.phone_index == index)
        )
    return Member.id.in_(union(*found))


_Found, _Person = aliased(Member), aliased(Person)


def _by_word(community_id: int, kind: WordKind, is_word: ColumnElement[bool]) -> Select[int]:
    return select(MemberWord.member_id).where(
        MemberWord.community_id == community_id, MemberWord.kind == kind, is_word
    )


def _named(community_id: int, words: str) -> list[Select[int]]:
    """Return who has the last sign of `words` in the name, or a key that begins so, looked at."""
    signs = name_keys.signs_of(words)
    if not signs:
        return []
    word = MemberWord.word
    asked = [_by_word(community_id, WordKind.SIGN, word == signs[-1])]
    if signs.isascii():
        following = signs[:-1] + chr(ord(signs[-1]) + 1)
        asked.append(
            _by_word(community_id, WordKind.KEY, (word >= signs) & (word < following)),
        )
    is_named = name_keys.matching(_Person.name, _Person.name_keys, words)
    return [
        each.join(_Found, _Found.id == MemberWord.member_id)
        .join(_Person, _Person.id == _Found.person_id)
        .where(is_named)
        for each in asked
    ]


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
            is_found_by(community.id, typed),
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
