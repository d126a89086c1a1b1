"""Who a line of the hours sheet names, and which volunteer that is; never guessed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.inputs import BadInput, folded, person_name
from core.workbook import Cell, cell_text

_STATED_COUNT = re.compile(r"(?:等|共|合计|总计)+\s*([0-9]{1,4})\s*(?:人|名|位)$")
_OPEN_END = re.compile(r"(?:等|等人)$")
_SPACED_NAME = re.compile(r"(?<![^\s,、;])[^\W\d_](?: +[^\W\d_]){1,2}(?![^\s,、;])")
_OFFICE = re.compile(r"\((?:副?[组队班站]长|负责人|领队|带队|志愿者|党员|组织者)\)")
_PERSON = re.compile(r"(?P<name>[^()]+?)(?:\((?:尾号)?(?P<tail>[0-9A-Za-z]{1,12})\))?")


@dataclass(frozen=True, slots=True)
class Volunteer:
    """One person of the roster: a key of the caller's, what tells namesakes apart, and since when.

    `joined_on` is None where nobody ever wrote it down.
    """

    key: str
    tails: frozenset[str] = frozenset()
    born_on: date | None = None
    joined_on: date | None = None


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A name as a line writes it; 王秀英（0005） adds the tail of a resident or other number."""

    name: str
    tail: str = ""


def tails_of(numbers: Iterable[str | None]) -> frozenset[str]:
    """Return each number and its last four, which tell namesakes of the hours sheet apart."""
    return frozenset(tail.upper() for one in numbers if one for tail in (one, one[-4:]))


def named_people(cell: Cell) -> list[NamedPerson]:
    """Read the people of a line, parted by 、，；, spaces or new lines, in the order written.

    Raises BadInput: the names are left open (等), or are not as many as stated (等5人).
    """
    lines = cell_text(cell).splitlines()
    text = _OFFICE.sub("", " ".join(folded(line) for line in lines)).replace("@", " ")
    stated = _STATED_COUNT.search(text)
    text = _STATED_COUNT.sub("", text).strip() if stated else text
    if _OPEN_END.search(text) and not stated:
        raise BadInput("写了“等”，没有写全参加的人，请把姓名写全。")
    closed = _SPACED_NAME.sub(lambda found: found[0].replace(" ", ""), text)
    people = [_person(word) for word in re.split(r"[\s,、;。/]+", closed) if word]
    if stated and int(stated[1]) != len(people):
        raise BadInput(f"写了 {int(stated[1])} 人，列出的是 {len(people)} 人，请核对。")
    return people


def volunteer_meant(
    person: NamedPerson, volunteers: Mapping[str, Sequence[Volunteer]]
) -> Volunteer:
    """Return the one volunteer a name means. Raises BadInput: nobody, or several."""
    bearers = volunteers.get(person.name, ())
    if person.tail:
        bearers = [one for one in bearers if person.tail in one.tails]
    if not bearers:
        tail = f"（{person.tail}）" if person.tail else ""
        raise BadInput(f"“{person.name}{tail}”不在花名册里，请核对姓名或先登记。")
    if len(bearers) > 1:
        way = f"“{person.name}（证件号后四位）”"
        raise BadInput(f"“{person.name}”有 {len(bearers)} 位，分不清是谁，请写成{way}。")
    return bearers[0]


def _person(word: str) -> NamedPerson:
    found = _PERSON.fullmatch(word)
    if found is None:
        raise BadInput(f"“{word[:20]}”读不成姓名，请核对。")
    try:
        name = person_name(found["name"])
    except BadInput as bad:
        raise BadInput(f"“{word[:20]}”读不成姓名：{bad.message}") from bad
    return NamedPerson(name, (found["tail"] or "").upper())
