"""Two people who turned out to be one: numbers, phone and messages go to the one that stays."""

from collections.abc import Mapping

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from accounts.act import Act
from accounts.models import Guardian, Notification, OneTimeCode, Person, VolunteerNumber
from accounts.rules import login_sessions

PHONE = ("phone_sealed", "phone_index", "phone_tail")
RESIDENT_NUMBER = (
    "resident_number_sealed",
    "resident_number_index",
    "resident_number_tail",
)
FACTS = ("sex", "birth_on", "address", "chosen_face")


def merge(act: Act, gone: Person, kept: Person, *, takes_phone: bool) -> None:
    """Let `gone` stand for `kept` from now on: found by the old phone and number, never let in.

    takes_phone: the phone of `gone` is the right one; the other then stays with the old row, so
    that it is still known whose it was. Secrets, devices, consents and looks of `kept` stay as
    they are; those of `gone` end. The guardian of `gone` is kept where `kept` has none.
    """
    session = act.session
    if gone.phone_index is not None and (takes_phone or kept.phone_index is None):
        _swap(session, gone, kept, PHONE)
    if kept.resident_number_index is None and gone.resident_number_index is not None:
        _swap(session, gone, kept, RESIDENT_NUMBER)
    for fact in FACTS:
        if getattr(kept, fact) is None:
            setattr(kept, fact, getattr(gone, fact))
    gone.password_hash = gone.pin_hash = None
    gone.is_disabled, gone.merged_into_id = True, kept.id
    login_sessions.end_all(act, gone.id)
    session.flush()
    _follow(session, gone, kept)


def _swap(session: Session, one: Person, other: Person, columns: tuple[str, ...]) -> None:
    """Exchange columns that are unique: first nobody has them, then each the other's."""
    held = {column: (getattr(one, column), getattr(other, column)) for column in columns}
    for column in columns:
        setattr(one, column, None)
        setattr(other, column, None)
    session.flush()
    for column, (of_one, of_other) in held.items():
        setattr(one, column, of_other)
        setattr(other, column, of_one)
    session.flush()


def _follow(session: Session, gone: Person, kept: Person) -> None:
    has_guardian = select(Guardian.id).where(Guardian.person_id == kept.id).exists()
    for statement in (
        update(Person).where(Person.merged_into_id == gone.id).values(merged_into_id=kept.id),
        update(VolunteerNumber)
        .where(VolunteerNumber.person_id == gone.id)
        .values(person_id=kept.id),
        update(Notification).where(Notification.person_id == gone.id).values(person_id=kept.id),
        update(Guardian)
        .where(Guardian.guardian_person_id == gone.id)
        .values(guardian_person_id=kept.id),
        update(Guardian)
        .where(Guardian.person_id == gone.id, ~has_guardian)
        .values(person_id=kept.id),
        delete(OneTimeCode).where(OneTimeCode.person_id == gone.id),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})


def who_it_is(session: Session, person: Person) -> Person:
    """Return the person somebody turned out to be; themselves, where nothing was merged."""
    if person.merged_into_id is None:
        return person
    return session.get_one(Person, person.merged_into_id)


def let_go(session: Session, gone: Person, columns: Mapping[str, object]) -> None:
    """Take off an old row the phone or number its person shall have again."""
    for index, names in (("phone_index", PHONE), ("resident_number_index", RESIDENT_NUMBER)):
        if columns.get(index) is not None and getattr(gone, index) == columns[index]:
            for name in names:
                setattr(gone, name, None)
    session.flush()


def once(session: Session, person: Person) -> list[Person]:
    """Return the rows that turned out to be this person."""
    asked = select(Person).where(Person.merged_into_id == person.id).order_by(Person.id)
    return list(session.scalars(asked))
