"""Whom else one can call about a member: landlines, a partner's mobile, whoever to ring in need."""

from collections.abc import Sequence

from core import keyring
from teams.members.models import Member


def sealed_contacts(volunteer_no: str, contacts: Sequence[str]) -> bytes | None:
    """Seal the contacts of a member, bound to the volunteer number; None when there are none."""
    if not contacts:
        return None
    return keyring.sealer().seal("\n".join(contacts), _bound(volunteer_no))


def opened_contacts(member: Member) -> str | None:
    """Return the contacts of a member in one line, None when there are none."""
    if member.contacts_sealed is None:
        return None
    told = keyring.sealer().open(member.contacts_sealed, _bound(member.volunteer_no))
    return told.replace("\n", "；")


def _bound(volunteer_no: str) -> str:
    return f"member_contacts:{volunteer_no}"
