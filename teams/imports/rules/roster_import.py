"""People of a checked roster become members, many at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from accounts.models import Guardian, Person, VolunteerNumber
from accounts.rules import personal
from core import bulk, name_keys
from core.masking import numbers_covered
from core.workbook import Book
from core.workbook_check import Checked
from teams.imports.models import ImportedMember
from teams.imports.rules.import_rows import sealed_key
from teams.imports.rules.imports import ImportRules, Reading, Running
from teams.imports.rules.roster_known import RosterSettled, settle
from teams.imports.rules.roster_row import LAYOUT, ROSTER_LIST, MemberRow
from teams.imports.rules.roster_sheet import RosterChecked, check_roster, is_unguarded
from teams.members.models import (
    Community,
    Member,
    MemberState,
    Team,
    TeamColour,
    TeamMember,
    TeamMemberState,
)
from teams.members.rules.contacts import sealed_contacts
from teams.members.rules.place_spellings import Spellings
from teams.members.rules.place_tree import own_places


def read(_session: Session, reading: Reading, book: Book) -> RosterChecked:
    """Check the rows of a roster by themselves. Raises WorkbookRefused."""
    return check_roster(book, reading.today, reading.mends, reading.taught)


def add(session: Session, running: Running, checked: Checked[MemberRow]) -> int:
    """Register everybody accepted, and note those who left; return how many came in.

    Each gets a volunteer number in the order of the sheet and joins the team written there.
    What is written of where they live becomes the place of the community it means, where one is.
    Ethnicity and political status are not kept: nothing here needs them. A day of joining left
    empty becomes the day of the import; a child under 14 without guardian waits as PENDING.
    """
    if not isinstance(checked, RosterSettled):
        raise TypeError("a roster is settled before it is added")
    rows = [*checked.accepted, *checked.withdrawn]
    adding = _Adding(
        session,
        running,
        _teams(session, running.community_id),
        checked.people,
        Spellings(own_places(session, running.community_id)),
    )
    adding.add(rows)
    return len(checked.accepted)


def _settled(
    session: Session, reading: Reading, checked: Checked[MemberRow], decisions: Mapping[str, str]
) -> RosterSettled:
    return settle(session, reading, cast("RosterChecked", checked), decisions)


ROSTER = ImportRules(ROSTER_LIST, LAYOUT, read, _settled, add)


@dataclass(frozen=True, slots=True)
class _Adding:
    session: Session
    running: Running
    teams: dict[str, int]
    people: dict[str, int]
    places: Spellings

    def add(self, rows: Sequence[MemberRow]) -> None:
        """Insert people, members, their teams and numbers, some hundred rows a statement."""
        person_ids = self._people(rows)
        numbers = self._numbers(len(rows))
        members = [
            self._member(row, person_id, number)
            for row, person_id, number in zip(rows, person_ids, numbers, strict=True)
        ]
        member_ids = bulk.insert_all(self.session, Member, members)
        belonging = [
            self._belonging(row, member_id) for row, member_id in zip(rows, member_ids, strict=True)
        ]
        known_by = [
            {"number": number, "person_id": person_id}
            for number, person_id in zip(numbers, person_ids, strict=True)
        ]
        bulk.write(self.session, insert(TeamMember), belonging)
        bulk.write(self.session, insert(VolunteerNumber), known_by)
        came_in = [
            {
                "community_id": self.running.community_id,
                "member_id": member_id,
                "batch_id": self.running.batch_id,
            }
            for member_id, member in zip(member_ids, members, strict=True)
            if member["state"] is not MemberState.WITHDRAWN
        ]
        bulk.write(self.session, insert(ImportedMember), came_in)

    def _people(self, rows: Sequence[MemberRow]) -> list[int]:
        """Return the person of each row; new ones are inserted sealed."""
        new = [row for row in rows if row.row_key not in self.people]
        ids = bulk.insert_all(self.session, Person, [self._person(row) for row in new])
        made = {(row.sheet, row.row): person_id for person_id, row in zip(ids, new, strict=True)}
        self._guardians(new, made)
        return [self.people.get(row.row_key) or made[row.sheet, row.row] for row in rows]

    def _guardians(self, new: Sequence[MemberRow], made: dict[tuple[str, int], int]) -> None:
        guarded = [row for row in new if row.guardian is not None]
        values = [
            {"person_id": made[row.sheet, row.row], "name": row.guardian.name}
            for row in guarded
            if row.guardian is not None
        ]
        ids = bulk.insert_all(self.session, Guardian, values)
        phones = [
            {"id": guardian_id, **personal.guardian_columns(guardian_id, row.guardian.phone)}
            for guardian_id, row in zip(ids, guarded, strict=True)
            if row.guardian is not None
        ]
        bulk.write(self.session, update(Guardian), phones)

    def _person(self, row: MemberRow) -> dict[str, object]:
        return {
            "name": row.name,
            "name_keys": name_keys.of_person(row.name),
            "sex": row.resident_number.sex if row.resident_number else None,
            "birth_on": row.born_on,
            "address": numbers_covered(row.address) or None,
            "registered_at": self.running.now,
            **personal.sealed_phone(row.phone),
            **personal.sealed_resident_number(
                row.resident_number.text if row.resident_number else None
            ),
        }

    def _numbers(self, count: int) -> list[str]:
        """Take `count` volunteer numbers by one guarded update of the community's counter."""
        last, prefix = self.session.execute(
            update(Community)
            .where(Community.id == self.running.community_id)
            .values(last_number=Community.last_number + count)
            .returning(Community.last_number, Community.prefix)
        ).one()
        return [f"{prefix}{number:04d}" for number in range(last - count + 1, last + 1)]

    def _member(self, row: MemberRow, person_id: int, number: str) -> dict[str, object]:
        state = _state(row, self.running)
        return {
            "community_id": self.running.community_id,
            "person_id": person_id,
            "volunteer_no": number,
            "state": state,
            "home_team_id": self.teams[row.team],
            "place_id": self.places.meant(row.lives_at),
            "skills": numbers_covered(row.skills),
            "remarks": numbers_covered(row.remarks),
            "contacts_sealed": sealed_contacts(number, row.contacts),
            "joined_on": row.joined_on or self.running.today,
            "activated_at": None if state is MemberState.PENDING else self.running.now,
            "registered_by_id": self.running.by_id,
            "row_key": sealed_key(ROSTER_LIST, row.row_key),
        }

    def _belonging(self, row: MemberRow, member_id: int) -> dict[str, object]:
        state = TeamMemberState.LEFT if row.is_withdrawn else TeamMemberState.ACCEPTED
        return {
            "community_id": self.running.community_id,
            "team_id": self.teams[row.team],
            "member_id": member_id,
            "state": state,
            "asked_at": self.running.now,
            "decided_at": self.running.now,
            "decided_by_id": self.running.by_id,
        }


def _state(row: MemberRow, running: Running) -> MemberState:
    if row.is_withdrawn:
        return MemberState.WITHDRAWN
    return MemberState.PENDING if is_unguarded(row, running.today) else MemberState.ACTIVE


def _teams(session: Session, community_id: int) -> dict[str, int]:
    """Return the first team of each colour; sub-teams carry their parent's colour."""
    rows = session.execute(
        select(Team.colour, Team.id)
        .where(Team.community_id == community_id)
        .order_by(Team.parent_id.is_(None), Team.id.desc())
    )
    return {TeamColour(colour).value: team_id for colour, team_id in rows}
