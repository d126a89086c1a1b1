"""Files that may be of one person: same name, and birthday or last digits do not speak against.

Members are looked through from the newest on, some at a time; their like is found by the key of the
whole name among the words members are found by, so that no page reads the community.
"""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from accounts.models import Person
from core.paging import page_of
from teams.members.models import (
    BELONGING,
    MERGEABLE,
    Community,
    Member,
    MemberWord,
    WordKind,
)
from teams.merging.models import JUDGED, Merge

LOOKED_THROUGH = 500
PAIRS_A_PAGE = 20


class Likely(NamedTuple):
    """An older and a newer file, and what of them is alike beside the name."""

    older: Member
    newer: Member
    has_same_birthday: bool
    has_same_phone_tail: bool


@dataclass(frozen=True, slots=True)
class DuplicatesPage:
    """Some pairs, and where to look on: None when all were looked through."""

    pairs: list[Likely]
    looked_on: int | None


def page(session: Session, community: Community, before: int | None) -> DuplicatesPage:
    """Return the next pairs whose newer file is older than `before`, newest first."""
    asked = select(Member.id).where(
        Member.community_id == community.id,
        Member.state.in_(MERGEABLE),
        *([Member.id < before] if before is not None else []),
    )
    ids = list(session.scalars(asked.order_by(Member.id.desc()).limit(LOOKED_THROUGH)))
    if not ids:
        return DuplicatesPage([], None)
    found = _pairs(session, community, ids)
    shown, key = page_of(found, PAIRS_A_PAGE, key=lambda each: each.newer.id)
    if key is None and len(ids) == LOOKED_THROUGH:
        key = ids[-1]
    return DuplicatesPage(shown, key)


_newer, _older = aliased(Member, name="newer"), aliased(Member, name="older")
_one, _other = aliased(Person, name="one"), aliased(Person, name="other")
_word, _like = aliased(MemberWord, name="word"), aliased(MemberWord, name="like")


def _pairs(session: Session, community: Community, ids: list[int]) -> list[Likely]:
    of_name = func.length(_word.word) > func.length(_one.name)
    asked = (
        select(
            _older, _newer, _one.birth_on == _other.birth_on, _one.phone_tail == _other.phone_tail
        )
        .select_from(_newer)
        .join(_one, _one.id == _newer.person_id)
        .join(
            _word,
            and_(
                _word.community_id == _newer.community_id,
                _word.member_id == _newer.id,
                _word.kind == WordKind.KEY,
                of_name,
            ),
        )
        .join(
            _like,
            and_(
                _like.community_id == _word.community_id,
                _like.kind == WordKind.KEY,
                _like.word == _word.word,
                _like.member_id < _newer.id,
            ),
        )
        .join(_older, _older.id == _like.member_id)
        .join(_other, _other.id == _older.person_id)
        .where(
            _newer.community_id == community.id,
            _newer.id.in_(ids),
            _older.state.in_(MERGEABLE),
            or_(_newer.state.in_(BELONGING), _older.state.in_(BELONGING)),
            *_alike(),
            ~_judged(),
        )
        .options(joinedload(_older.person), joinedload(_newer.person))
        .distinct()
        .order_by(_newer.id.desc(), _older.id)
        .limit(PAIRS_A_PAGE + 1)
    )
    rows = session.execute(asked).all()
    return [
        Likely(old, new, bool(same_day), bool(same_tail)) for old, new, same_day, same_tail in rows
    ]


def _alike() -> tuple[ColumnElement[bool], ...]:
    """Return what makes two people of one name look like one; two resident numbers are two."""
    return (
        _one.name == _other.name,
        or_(
            _one.birth_on == _other.birth_on,
            _one.birth_on.is_(None),
            _other.birth_on.is_(None),
            _one.phone_tail == _other.phone_tail,
        ),
        or_(_one.resident_number_index.is_(None), _other.resident_number_index.is_(None)),
    )


def _judged() -> ColumnElement[bool]:
    """Say whether somebody looked at the pair already: proposed it, or told it is two people."""
    both = or_(
        and_(Merge.gone_id == _newer.id, Merge.kept_id == _older.id),
        and_(Merge.gone_id == _older.id, Merge.kept_id == _newer.id),
    )
    return (
        select(Merge.id)
        .where(Merge.community_id == _newer.community_id, Merge.state.in_(JUDGED), both)
        .exists()
    )
