"""What waits in this room, menu and 今天: messages, registrations, joins, imports, objections."""

from sqlalchemy import ScalarSelect, func, select

from accounts.queries import unread
from core.menu import Asking
from teams.imports.models import ImportBatch, ImportState
from teams.members.models import Member, MemberState
from teams.members.queries.teams import waiting_count
from teams.notices.models import Objection, ObjectionState
from teams.permissions import Permission


def messages(asking: Asking) -> ScalarSelect[int]:
    """Count the messages of the reader that wait unread, up to 100."""
    return unread(asking.by.person_id).scalar_subquery()


def registrations(asking: Asking) -> ScalarSelect[int] | None:
    """Count who waits to be activated."""
    if not asking.by.may(Permission.MEMBER_REGISTER):
        return None
    pending = (Member.community_id == asking.community_id, Member.state == MemberState.PENDING)
    return select(func.count(Member.id)).where(*pending).scalar_subquery()


def joins(asking: Asking) -> ScalarSelect[int] | None:
    """Count who waits to be taken into a team of the reader."""
    if not asking.by.may(Permission.TEAM_ACCEPT):
        return None
    teams = asking.by.teams_with(Permission.TEAM_ACCEPT)
    return waiting_count(asking.community_id, teams).scalar_subquery()


def imports(asking: Asking) -> ScalarSelect[int] | None:
    """Count the imports that wait for a second person."""
    if not asking.by.may(Permission.IMPORT_APPROVE):
        return None
    handed_in = (
        ImportBatch.community_id == asking.community_id,
        ImportBatch.state == ImportState.SUBMITTED,
    )
    return select(func.count(ImportBatch.id)).where(*handed_in).scalar_subquery()


def objections(asking: Asking) -> ScalarSelect[int] | None:
    """Count the objections that wait for an answer."""
    if not asking.by.may(Permission.OBJECTION_DECIDE):
        return None
    is_open = (
        Objection.community_id == asking.community_id,
        Objection.state == ObjectionState.OPEN,
    )
    return select(func.count(Objection.id)).where(*is_open).scalar_subquery()
