"""What this room lets go of and blanks when a member is erased: teams, objections, sheets."""

from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from core.declarations import Erasing
from core.masking import ERASED
from teams.imports.models import (
    IMPORT_LIFE,
    ImportBatch,
    ImportedMember,
    ImportMove,
    ImportRow,
    ImportState,
)
from teams.members.models import TEAM_MEMBER_LIFE, Member, TeamMember, TeamMemberMove
from teams.merging.models import Merge
from teams.notices.models import Objection


def _foretell(_session: Session, _community_id: int, _member_id: int, _now: datetime) -> None:
    """Nothing is lost here that the page does not say anyway."""


def _erase(session: Session, community_id: int, member_id: int, now: datetime) -> None:
    """Leave the teams, take the name off objections, forget the sheets of imports that were run.

    A sheet may name anybody, so all that were run in the community go; what they brought stays.
    """
    person_id = session.get_one(Member, member_id).person_id
    of_member = (TeamMember.community_id == community_id, TeamMember.member_id == member_id)
    TEAM_MEMBER_LIFE.move_all(session, TeamMemberMove.LEAVE, *of_member, decided_at=now)
    session.execute(update(TeamMember).where(*of_member).values(reason=""))
    session.execute(
        update(Objection)
        .where(Objection.community_id == community_id, Objection.made_by_id == person_id)
        .values(made_by_name=ERASED, contact_tail="")
    )
    session.execute(
        update(Merge)
        .where(
            Merge.community_id == community_id,
            or_(Merge.kept_id == member_id, Merge.gone_id == member_id),
        )
        .values(reason="", answer="")
    )
    was_run = (ImportBatch.community_id == community_id, ImportBatch.state == ImportState.RUN)
    wiped: dict[str, object] = {"file_sealed": None, "mends_sealed": None}
    kept = IMPORT_LIFE.move_all(session, ImportMove.FORGET, *was_run, **wiped)
    session.execute(delete(ImportRow).where(ImportRow.batch_id.in_([each.id for each in kept])))
    session.execute(
        delete(ImportedMember).where(
            ImportedMember.community_id == community_id, ImportedMember.member_id == member_id
        )
    )


ERASING = {"teams, objections and sheets": Erasing(_foretell, _erase)}
