"""What waits in this room, menu and 今天: messages, registrations, joins, imports, objections."""

from functools import lru_cache

from sqlalchemy import ScalarSelect, func, select

from accounts.queries import unread
from core import room
from core.menu import HERE, READER, Asking
from teams.erasure.models import Erasure, ErasureState
from teams.imports.models import ImportBatch, ImportState
from teams.members.models import Member, MemberState
from teams.members.queries.teams import waiting_count
from teams.merging.models import Merge, MergeState
from teams.notices.models import Objection, ObjectionState
from teams.permissions import Permission

_MESSAGES = unread(READER).scalar_subquery()
_PENDING = (
    select(func.count(Member.id))
    .where(Member.community_id == HERE, Member.state == MemberState.PENDING)
    .scalar_subquery()
)
_OBJECTIONS = (
    select(func.count(Objection.id))
    .where(Objection.community_id == HERE, Objection.state == ObjectionState.OPEN)
    .scalar_subquery()
)
_ERASURES = (
    select(func.count(Erasure.id))
    .where(Erasure.community_id == HERE, Erasure.state == ErasureState.REQUESTED)
    .scalar_subquery()
)


_MERGES = (
    select(func.count(Merge.id))
    .where(Merge.community_id == HERE, Merge.state == MergeState.PROPOSED)
    .scalar_subquery()
)


def messages(asking: Asking) -> ScalarSelect[int] | int:
    """Count the messages of the reader that wait unread, up to 100."""
    return _MESSAGES if asking.unread is None else asking.unread


def registrations(asking: Asking) -> ScalarSelect[int] | None:
    """Count who waits to be activated."""
    return _PENDING if asking.by.may(Permission.MEMBER_REGISTER) else None


def joins(asking: Asking) -> ScalarSelect[int] | None:
    """Count who waits to be taken into a team of the reader."""
    if not asking.by.may(Permission.TEAM_ACCEPT):
        return None
    return _joins(asking.by.teams_with(Permission.TEAM_ACCEPT))


@lru_cache(maxsize=64)
def _joins(teams: frozenset[int] | None) -> ScalarSelect[int]:
    return waiting_count(HERE, teams).scalar_subquery()


def imports(asking: Asking) -> ScalarSelect[int] | None:
    """Count the imports handed in that the reader may bring in."""
    if not asking.by.may(Permission.IMPORT_APPROVE):
        return None
    books = room.workbooks()
    return _handed_in(tuple(kind for kind in books if asking.by.may(books[kind].run_permission)))


@lru_cache(maxsize=16)
def _handed_in(kinds: tuple[str, ...]) -> ScalarSelect[int]:
    handed_in = ImportBatch.state == ImportState.SUBMITTED
    return (
        select(func.count(ImportBatch.id))
        .where(ImportBatch.community_id == HERE, handed_in, ImportBatch.kind.in_(kinds))
        .scalar_subquery()
    )


def objections(asking: Asking) -> ScalarSelect[int] | None:
    """Count the objections that wait for an answer."""
    return _OBJECTIONS if asking.by.may(Permission.OBJECTION_DECIDE) else None


def erasures(asking: Asking) -> ScalarSelect[int] | None:
    """Count who waits to be erased."""
    return _ERASURES if asking.by.may(Permission.MEMBER_ERASE) else None


def merges(asking: Asking) -> ScalarSelect[int] | None:
    """Count the pairs of files that wait to be made one."""
    return _MERGES if asking.by.may(Permission.MEMBER_MERGE) else None
