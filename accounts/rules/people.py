"""People: registered, found and opened by phone and resident number; guardians; own fields."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accounts.act import Act, Subject
from accounts.models import Guardian, Person
from accounts.rules import merging, personal
from core import keyring, name_keys
from core.ages import is_minor, may_be_born
from core.errors import BadRequest, RuleError


class AlreadyRegistered(RuleError):
    """The phone or resident number belongs to a person registered before."""

    code = "already_done"
    message = "这个号码以前登记过，不用再登记。请到社区服务台，工作人员帮您找回编号和 PIN 码。"


class GuardianMissing(BadRequest):
    """Somebody under 18 comes without a guardian's name and phone."""

    message = "未满 18 岁要由监护人同意，请填写监护人的姓名和手机号。"


class BirthdayAhead(BadRequest):
    """A birthday that has not come yet, or more than 120 years ago."""

    message = "出生日期不对，请照证件核对。"


@dataclass(frozen=True, slots=True)
class NewGuardian:
    """Who answers for a minor."""

    name: str
    phone: str
    relation: str = "监护人"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of somebody at registration; phone and resident number in their plain form."""

    name: str
    birth_on: date
    phone: str | None = None
    resident_number: str | None = None
    sex: str | None = None
    address: str | None = None
    guardian: NewGuardian | None = None


def register(act: Act, new: NewPerson, today: date) -> Person:
    """Keep a new person. `today` is the local day of the registration.

    Raises BirthdayAhead, GuardianMissing (under 18 on that day), AlreadyRegistered, in that order.
    """
    if not may_be_born(new.birth_on, today):
        raise BirthdayAhead
    if is_minor(new.birth_on, today) and new.guardian is None:
        raise GuardianMissing
    _refuse_known(act.session, new)
    person = Person(
        name=new.name,
        name_keys=name_keys.of_person(new.name),
        sex=new.sex,
        birth_on=new.birth_on,
        address=new.address,
        registered_at=act.now,
    )
    _insert(act.session, person, new)
    if new.guardian is not None and is_minor(new.birth_on, today):
        keep_guardian(act.session, person, new.guardian)
    act.made_by(None).note("person_registered", person)
    return person


def _refuse_known(session: Session, new: NewPerson) -> None:
    if known(session, new.phone, new.resident_number):
        raise AlreadyRegistered


def known(session: Session, phone: str | None, resident_number: str | None) -> list[Person]:
    """Return who is registered, anywhere, with this phone or this resident number: two at most.

    An old phone of somebody whose files were merged is theirs.
    """
    asked = []
    if phone:
        asked.append(Person.phone_index == personal.phone_index(phone))
    if resident_number:
        asked.append(
            Person.resident_number_index == personal.resident_number_index(resident_number)
        )
    if not asked:
        return []
    found = session.scalars(select(Person).where(or_(*asked)).order_by(Person.id)).all()
    return list(dict.fromkeys(merging.who_it_is(session, each) for each in found))


def _insert(session: Session, person: Person, new: NewPerson) -> None:
    """Insert the person; of two at one moment with one phone the database lets one stand."""
    try:
        with session.begin_nested():
            session.add(person)
            session.flush()
            keep_phone(person, new.phone)
            keep_resident_number(person, new.resident_number)
            session.flush()
    except IntegrityError as raced:
        raise AlreadyRegistered from raced


def keep_phone(person: Person, phone: str | None) -> None:
    """Seal the phone of a person who has an id; None takes it away."""
    _keep(person, personal.sealed_phone(phone))


def keep_resident_number(person: Person, resident_number: str | None) -> None:
    """Seal the resident number of a person who has an id; None takes it away."""
    _keep(person, personal.sealed_resident_number(resident_number))


def _keep(person: Person | Guardian, columns: dict[str, object]) -> None:
    for name, value in columns.items():
        setattr(person, name, value)


def phone_of(person: Person) -> str | None:
    """Open the phone: for its owner, for staff on the day with a trace, never for a public page."""
    return personal.opened_phone(person.phone_sealed, person.phone_index)


def resident_number_of(person: Person) -> str | None:
    """Open the resident number: for its owner, or for a reason that the trail keeps."""
    return personal.opened_resident_number(
        person.resident_number_sealed, person.resident_number_index
    )


def keep_guardian(session: Session, person: Person, new: NewGuardian) -> Guardian:
    """Note who answers for a minor; consent is noted apart, when the guardian has said so."""
    guardian = Guardian(
        person_id=person.id, name=new.name, relation=new.relation, phone_tail=new.phone[-4:]
    )
    session.add(guardian)
    session.flush()
    keep_guardian_phone(guardian, new.phone)
    session.flush()
    return guardian


def keep_guardian_phone(guardian: Guardian, phone: str) -> None:
    """Seal the phone of a guardian who has an id."""
    _keep(guardian, personal.guardian_columns(guardian.id, phone))


def guardian_phone(guardian: Guardian) -> str | None:
    """Open a guardian's phone, on the day or for a reason that the trail keeps."""
    sealed = guardian.phone_sealed
    return keyring.sealer().open(sealed, f"guardian:{guardian.id}") if sealed else None


def guardian_of(session: Session, person_id: int) -> Guardian | None:
    """Return the guardian noted for a person, or None."""
    return session.scalars(select(Guardian).where(Guardian.person_id == person_id)).one_or_none()


@dataclass(frozen=True, slots=True)
class OwnFields:
    """What a person may change without a document; phone and number take the desk."""

    name: str
    address: str | None


def change_own(act: Act, person_id: int, fields: OwnFields) -> None:
    """Change the own name and address as a person; the trail keeps which, never what they said."""
    person = act.session.get_one(Person, person_id)
    changed = [
        field for field in ("name", "address") if getattr(person, field) != getattr(fields, field)
    ]
    person.name, person.address = fields.name, fields.address
    person.name_keys = name_keys.of_person(fields.name)
    act.made_by(person_id).note("person_changed", Subject("person", person_id), fields=changed)
