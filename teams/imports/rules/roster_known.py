"""A checked roster beside those who are registered: who is known, who is new, who must be asked.

The same rules as inside one sheet: the same resident number is the same person; so are the same
name, birthday and phone where one side has no number; a shared phone, or the same name and
birthday without a number, is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import personal
from core.masking import name_for_staff
from core.workbook_check import Asked, Remark
from teams.imports.rules import roster_covered
from teams.imports.rules.import_rows import COME_IN, LEAVE_OUT, sealed_key
from teams.imports.rules.imports import Reading
from teams.imports.rules.roster_people import without_phone
from teams.imports.rules.roster_row import ROSTER_LIST, MemberRow
from teams.imports.rules.roster_sheet import RosterChecked
from teams.members.models import Member, MemberState

AT_ONCE = 500
_OTHER_NAME = "这个身份证号已经登记在另一个姓名下，请核对。"

_Facts = tuple[int, str, date | None, str | None, str | None, int, MemberState]


@dataclass(slots=True)
class RosterSettled(RosterChecked):
    """A roster compared; `people` names, by row key, those already known to the installation."""

    people: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Registered:
    """One registered person; `is_member` of the community the roster is for."""

    person_id: int
    name: str
    birth_on: date | None
    resident_number_index: str | None
    phone_index: str | None
    is_member: bool
    is_withdrawn: bool


def settle(
    session: Session, reading: Reading, checked: RosterChecked, decisions: Mapping[str, str]
) -> RosterSettled:
    """Return what is left to add, and what must be asked, once the registered are known."""
    settled = RosterSettled(
        rows=checked.rows,
        lines=checked.lines,
        refused=list(checked.refused),
        repeated=list(checked.repeated),
        remarks=list(checked.remarks),
    )
    decided = _decided(checked, decisions, settled)
    replaced = {member.resident_number.text for member in decided if member.resident_number}
    first = [
        member
        for member in [*checked.accepted, *checked.withdrawn]
        if not (member.resident_number and member.resident_number.text in replaced)
    ]
    order = {place: at for at, place in enumerate(checked.lines)}
    rows = sorted([*first, *decided], key=lambda member: order[_place(member)])
    registered = _Registry(session, reading.community_id, rows)
    for member in rows:
        key = sealed_key(ROSTER_LIST, member.row_key)
        registered.meet(member, decisions.get(key, ""), settled)
    roster_covered.settle(session, reading.community_id, checked.covered, settled)
    return settled


def _place(member: MemberRow) -> tuple[str, int]:
    return (member.sheet, member.row)


def _decided(
    checked: RosterChecked, decisions: Mapping[str, str], settled: RosterSettled
) -> list[MemberRow]:
    """Sort the asked by what was decided about them; return those who come in."""
    coming: list[MemberRow] = []
    for asked, member in zip(checked.asked, checked.held, strict=True):
        decision = decisions.get(sealed_key(ROSTER_LIST, member.row_key), "")
        if decision == COME_IN:
            coming.append(member)
        else:
            _set_aside(settled, asked, member, decision)
    return coming


def _set_aside(settled: RosterSettled, asked: Asked, member: MemberRow, decision: str) -> None:
    if decision == LEAVE_OUT:
        settled.aside.append((asked, member))
    else:
        settled.asked.append(asked)
        settled.held.append(member)


class _Registry:
    """The registered people a roster may mean, and the numbers it has given away so far."""

    def __init__(self, session: Session, community_id: int, rows: Sequence[MemberRow]) -> None:
        self._by_resident_number: dict[str, _Registered] = {}
        self._by_phone: dict[str, _Registered] = {}
        self._by_birth: dict[tuple[str, date | None], list[_Registered]] = defaultdict(list)
        self._phones_given: set[str] = set()
        for one in _registered(session, community_id, rows):
            self._remember(one)

    def _remember(self, one: _Registered) -> None:
        if one.resident_number_index:
            self._by_resident_number[one.resident_number_index] = one
        if one.phone_index:
            self._by_phone[one.phone_index] = one
        self._by_birth[one.name, one.birth_on].append(one)

    def meet(self, member: MemberRow, decision: str, settled: RosterSettled) -> None:
        """Put `member` where it belongs: known, refused, asked, or among those to add."""
        resident_number = (
            personal.resident_number_index(member.resident_number.text)
            if member.resident_number
            else None
        )
        phone = personal.phone_index(member.phone) if member.phone else None
        same = self._same(member, resident_number, phone)
        why = self._doubt(member, resident_number, phone) if same is None else ""
        if same is not None and same.name != member.name:
            settled.refuse(_place(member), "identity", _OTHER_NAME)
        elif same is not None and same.is_member:
            settled.known.extend([] if member.is_withdrawn else [member])
            settled.remarks.extend(_contradiction(same, member))
        elif decision == LEAVE_OUT or (why and decision != COME_IN):
            line = settled.lines[_place(member)]
            asked = Asked(line.sheet, line.row, why, line.shown())
            _set_aside(settled, asked, member, decision)
        else:
            self._take(member, phone, same, settled)

    def _take(
        self, member: MemberRow, phone: str | None, same: _Registered | None, settled: RosterSettled
    ) -> None:
        """Let `member` come in; a phone that is somebody else's stays with them."""
        if phone in self._phones_given or (same is None and phone in self._by_phone):
            member = without_phone(member)
        elif phone is not None:
            self._phones_given.add(phone)
        if same is not None:
            settled.people[member.row_key] = same.person_id
        (settled.withdrawn if member.is_withdrawn else settled.accepted).append(member)

    def _same(
        self, member: MemberRow, resident_number: str | None, phone: str | None
    ) -> _Registered | None:
        if resident_number in self._by_resident_number:
            return self._by_resident_number[resident_number]
        for one in self._by_birth[member.name, member.born_on]:
            lacks_number = resident_number is None or one.resident_number_index is None
            if lacks_number and phone is not None and one.phone_index == phone:
                return one
        return None

    def _doubt(self, member: MemberRow, resident_number: str | None, phone: str | None) -> str:
        owner = self._by_phone.get(phone or "")
        if owner is not None:
            who = f"在册的{name_for_staff(owner.name)}" if owner.is_member else "别处登记的一位"
            return f"手机号与{who}相同，请确认是谁的号码。"
        for one in self._by_birth[member.name, member.born_on]:
            if one.is_member and (resident_number is None or one.resident_number_index is None):
                return "与在册的一位同名同生日，分不清是不是同一人，请补身份证号。"
        return ""


def _contradiction(same: _Registered, member: MemberRow) -> Iterator[Remark]:
    if same.is_withdrawn != member.is_withdrawn:
        state = "已退出" if same.is_withdrawn else "在册"
        why = f"登记里是{state}，和这张表不一样，没有改动。要改请到志愿者档案。"
        yield Remark(member.sheet, member.row, "", why)


def _registered(
    session: Session, community_id: int, rows: Sequence[MemberRow]
) -> Iterator[_Registered]:
    """Yield the members of the community, then others who bear a number or phone of the rows."""
    seen: set[int] = set()
    for one in _found(session, _people(community_id).where(Member.id.is_not(None))):
        seen.add(one.person_id)
        yield one
    identities = [
        personal.resident_number_index(row.resident_number.text)
        for row in rows
        if row.resident_number
    ]
    phones = [personal.phone_index(row.phone) for row in rows if row.phone]
    for at in range(0, max(len(identities), len(phones)), AT_ONCE):
        part = slice(at, at + AT_ONCE)
        bears = or_(
            Person.resident_number_index.in_(identities[part]), Person.phone_index.in_(phones[part])
        )
        for one in _found(session, _people(community_id).where(bears)):
            if one.person_id not in seen:
                seen.add(one.person_id)
                yield one


def _people(community_id: int) -> Select[*_Facts]:
    """Return who is registered; a file that was merged speaks of the person it went to."""
    return select(
        func.coalesce(Person.merged_into_id, Person.id),
        Person.name,
        Person.birth_on,
        Person.resident_number_index,
        Person.phone_index,
        Member.id,
        Member.state,
    ).outerjoin(Member, (Member.person_id == Person.id) & (Member.community_id == community_id))


def _found(session: Session, wanted: Select[*_Facts]) -> Iterable[_Registered]:
    for one in session.execute(wanted):
        yield _Registered(
            person_id=one[0],
            name=one[1],
            birth_on=one[2],
            resident_number_index=one[3],
            phone_index=one[4],
            is_member=one[5] is not None,
            is_withdrawn=one[6] is MemberState.WITHDRAWN,
        )
