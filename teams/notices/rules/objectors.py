"""Who may read the name and the words of an objection: those who decide it, and nobody else."""

from core import room
from core.errors import OwnCase
from teams.authority.rules import Authority
from teams.notices.models import Objection
from teams.permissions import Permission


def is_open_to(objection: Objection, by: Authority) -> bool:
    """Say whether `by` may read who raised an objection and in what words.

    That is whoever decides objections; but never the person the line names, nor, of service hours,
    whoever confirmed them: both are in the objector's way.
    """
    return by.may(Permission.OBJECTION_DECIDE) and not _is_own_case(objection, by)


def refuse_closed(objection: Objection, by: Authority) -> None:
    """Raise NotAllowed for who decides nothing, OwnCase for whom the objection is about."""
    by.refuse_unless(Permission.OBJECTION_DECIDE)
    if _is_own_case(objection, by):
        raise OwnCase


def _is_own_case(objection: Objection, by: Authority) -> bool:
    line = objection.line
    if line.member_id == by.member_id:
        return True
    notice = line.notice
    is_posters = room.notice_sort(notice.kind).is_case_of_poster
    return is_posters and notice.posted_by_id == by.person_id
