"""What is known of a person, put right at the desk against a document (PIPL 46)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accounts.act import Act
from accounts.models import ConsentScope, Person
from accounts.rules import consents, merging, people, personal
from accounts.rules.people import BirthdayAhead
from core import name_keys
from core.ages import may_be_born
from core.errors import BadRequest, RuleError
from core.resident_number import ResidentNumber


class NumberTaken(RuleError):
    """The phone or resident number belongs to somebody else."""

    code = "already_done"
    message = (
        "这个手机号或身份证号是另一位志愿者登记的。请核对证件；确实归这位的，先到那位的档案里改掉。"
    )


class NumberOfAnother(BadRequest):
    """The resident number says another birthday than the one written beside it."""

    message = "身份证号里的出生日期和填的不一样，请照证件核对。"


@dataclass(frozen=True, slots=True)
class PersonFields:
    """What the document says. What is None stays; `drops` names phone, number, address to go."""

    name: str | None = None
    birth_on: date | None = None
    address: str | None = None
    phone: str | None = None
    resident_number: ResidentNumber | None = None
    drops: frozenset[str] = frozenset()


def correct(act: Act, person: Person, fields: PersonFields, by_id: int, today: date) -> list[str]:
    """Change what differs, noted by `by_id`, and return the names of the fields that changed.

    Raises BirthdayAhead, NumberOfAnother, NumberTaken, in that order. A resident number is kept
    with the person's consent to that, and taking it away ends the consent.
    """
    born_on = fields.birth_on or person.birth_on
    if born_on is not None and not may_be_born(born_on, today):
        raise BirthdayAhead
    if fields.resident_number is not None and fields.resident_number.born_on != born_on:
        raise NumberOfAnother
    columns = _columns(fields)
    _refuse_taken(act.session, person, columns)
    changed = [name for name in columns if getattr(person, name) != columns[name]]
    try:
        with act.session.begin_nested():
            for name in changed:
                setattr(person, name, columns[name])
            act.session.flush()
    except IntegrityError as raced:
        raise NumberTaken from raced
    _keep_consent(act, person, fields, by_id)
    return _field_words(changed)


def _columns(fields: PersonFields) -> dict[str, object]:
    columns: dict[str, object] = {}
    if fields.name is not None:
        columns |= {"name": fields.name, "name_keys": name_keys.of_person(fields.name)}
    if fields.birth_on is not None:
        columns["birth_on"] = fields.birth_on
    if fields.address is not None or "address" in fields.drops:
        columns["address"] = fields.address
    return columns | _sealed_columns(fields)


def _sealed_columns(fields: PersonFields) -> dict[str, object]:
    columns: dict[str, object] = {}
    if fields.phone is not None or "phone" in fields.drops:
        columns |= personal.sealed_phone(fields.phone)
    if fields.resident_number is not None:
        columns |= personal.sealed_resident_number(fields.resident_number.text) | {
            "sex": fields.resident_number.sex
        }
    elif "resident_number" in fields.drops:
        columns |= personal.sealed_resident_number(None)
    return columns


def _refuse_taken(session: Session, person: Person, columns: dict[str, object]) -> None:
    known: list[ColumnElement[bool]] = [
        getattr(Person, name) == columns[name]
        for name in ("phone_index", "resident_number_index")
        if columns.get(name)
    ]
    if not known:
        return
    other = Person.id != person.id
    for found in session.scalars(select(Person).where(or_(*known), other)).all():
        if found.merged_into_id != person.id:
            raise NumberTaken
        merging.let_go(session, found, columns)


def _keep_consent(act: Act, person: Person, fields: PersonFields, by_id: int) -> None:
    scope = ConsentScope.RESIDENT_NUMBER
    if fields.resident_number is not None:
        guardian = people.guardian_of(act.session, person.id)
        giver_id = consents.giver_of(guardian) if guardian is not None else person.id
        consents.give(act, person.id, scope, giver_id, by_id)
    elif "resident_number" in fields.drops:
        consents.withdraw(act, person.id, scope, by_id)


def _field_words(changed: list[str]) -> list[str]:
    """Return the fields as people call them: of a sealed one its index tells, the rest is form."""
    names = {"phone_index": "phone", "resident_number_index": "identity"}
    shown = ("name", "birth_on", "sex", "address", "phone_index", "resident_number_index")
    return [names.get(name, name) for name in shown if name in changed]
