"""Lines of an exported list brought back: known by the number, never written over."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from core.masking import name_for_staff
from core.workbook_check import Remark
from teams.imports.rules.roster_row import MemberRow
from teams.imports.rules.roster_sheet import RosterChecked
from teams.members.models import Member

AT_ONCE = 500
_TOLD = "这是导出的名单，按编号认人，登记的内容都不改。"


def settle(
    session: Session, community_id: int, covered: Sequence[MemberRow], settled: RosterChecked
) -> None:
    """Count each line of a member of the community as known, and say once that nothing changes.

    A number nobody of the community bears, or whose name is covered otherwise, is refused.
    """
    names = _names(session, community_id, [member.volunteer_no for member in covered])
    for member in covered:
        name = names.get(member.volunteer_no)
        if name is None:
            why = f"没有编号是 {member.volunteer_no} 的志愿者，请核对。"
            settled.refuse((member.sheet, member.row), "number", why)
        elif name_for_staff(name) != member.name:
            settled.refuse((member.sheet, member.row), "number", "编号和姓名对不上，请核对。")
        else:
            settled.known.append(member)
    if settled.known and covered:
        heading = settled.lines[covered[0].sheet, covered[0].row].heading("number")
        settled.remarks.append(Remark(covered[0].sheet, covered[0].row, heading, _TOLD))


def _names(session: Session, community_id: int, numbers: Sequence[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for at in range(0, len(numbers), AT_ONCE):
        rows = session.execute(
            select(Member.volunteer_no, Person.name)
            .join(Person, Person.id == Member.person_id)
            .where(
                Member.community_id == community_id,
                Member.volunteer_no.in_(numbers[at : at + AT_ONCE]),
            )
        )
        names |= {number: name for number, name in rows}  # noqa: C416
    return names
