"""Shredding a person: what names, finds or lets them in is gone; a row without a face stays."""

from sqlalchemy import delete, select, update

from accounts.act import Act
from accounts.models import Consent, Guardian, LoginSession, Notification, OneTimeCode, Person
from accounts.rules import login_sessions
from accounts.rules.own_secret import numbers_of
from core.masking import ERASED, name_for_staff

GONE = (
    *("sex", "birth_on", "address", "chosen_face", "password_hash", "pin_hash"),
    *("phone_sealed", "phone_index", "phone_tail"),
    *("resident_number_sealed", "resident_number_index", "resident_number_tail"),
)
"""Columns of a person that hold nothing afterwards; sealed ones cannot be opened any more."""


def shred(act: Act, person: Person) -> None:
    """Leave nothing of a person but the row others point at; cannot be undone.

    Volunteer numbers stay with it, so that none is ever given again; nobody signs in by them.
    """
    _blank_messages_about(act, person)
    login_sessions.end_all(act, person.id)
    for column in GONE:
        setattr(person, column, None)
    person.name, person.name_keys = ERASED, ""
    person.is_disabled, person.must_change_secret = True, False
    person.anonymised_at = act.now
    of_person = {"synchronize_session": False}
    for statement in (
        update(LoginSession).where(LoginSession.person_id == person.id).values(device="—"),
        update(Consent)
        .where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=act.now),
        delete(Notification).where(Notification.person_id == person.id),
        delete(OneTimeCode).where(OneTimeCode.person_id == person.id),
        delete(Guardian).where(Guardian.person_id == person.id),
        update(Guardian)
        .where(Guardian.guardian_person_id == person.id)
        .values(name=ERASED, phone_sealed=None, phone_tail=None),
    ):
        act.session.execute(statement, execution_options=of_person)
    act.session.flush()


def _blank_messages_about(act: Act, person: Person) -> None:
    """Take the covered name out of what others were told: it stands beside the number's tail."""
    tails = [number[-4:] for number in numbers_of(act.session, person.id)]
    told = act.session.scalars(
        select(Notification).where(Notification.values["tail"].as_string().in_(tails))
    )
    for each in told:
        if each.values.get("name") == name_for_staff(person.name):
            each.values = {**each.values, "name": ERASED, "tail": "—"}
