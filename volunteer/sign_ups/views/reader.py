"""Who reads: the own membership, and what is known of the reader before offering a shift."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from teams.authority.act import Act
from teams.gate import authority, community, current_member, may_enter
from teams.members.models import Member
from volunteer.activities.rules.listed import AnyShift
from volunteer.activities.rules.reader_records import ReaderRecord, reader_record_of, visitor


def reader_record_here(session: Session, shifts: Sequence[AnyShift], now: datetime) -> ReaderRecord:
    """Return what is known of the reader: a member, or a visitor."""
    member = reader_member(session)
    if member is None:
        return visitor(Act(session, now, community=community()))
    return reader_record_of(Act(session, now, community=community()), member, shifts)


def reader_member(session: Session) -> Member | None:
    """Return the reader's own membership, or None for a visitor or a guest with a role only."""
    if not may_enter() or authority().member_id is None:
        return None
    return current_member(session)
