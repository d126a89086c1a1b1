"""Who is asked about a new version of the privacy notice, and what they answered."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.act import Act, Subject
from accounts.models import Consent, ConsentScope, Guardian, Person
from accounts.rules import consents
from accounts.rules.notice_versions import in_force


def is_to_ask(person: Person, now: datetime) -> bool:
    """Say whether a person who signs in is shown what changed: once for each version.

    Not before the first secret was changed: one thing at a time.
    """
    version = in_force(now)
    is_asked = person.notice_asked == version.name
    return version.asks_again and not is_asked and not person.must_change_secret


def keep_read(act: Act, person: Person) -> None:
    """Note that a person who registers had the notice in force in view."""
    person.notice_asked = in_force(act.now).name


def answer(act: Act, person_id: int, *, agrees: bool) -> None:
    """Keep that a person was asked about the version in force, and the consent when it was given.

    What was agreed to before ends and begins anew with the new text, for the person and for the
    children the person answers for. Who does not agree keeps the old word, and is not asked again.
    """
    version = in_force(act.now)
    person = act.session.get_one(Person, person_id)
    person.notice_asked = version.name
    event = "notice_agreed" if agrees else "notice_put_off"
    act.made_by(person_id).note(event, Subject("person", person_id), version=version.name)
    if agrees:
        for each in _to_renew(act.session, person_id, version.name):
            _renew(act, each)
        consents.give(act, person_id, ConsentScope.SERVICE_RECORD, person_id)


def _to_renew(session: Session, person_id: int, version: str) -> list[Consent]:
    """Return the live consents of a person, and as a guardian of children, to an older text."""
    children = select(Guardian.person_id).where(Guardian.guardian_person_id == person_id)
    own = (Consent.person_id == person_id) & (Consent.scope == ConsentScope.SERVICE_RECORD)
    of_children = Consent.person_id.in_(children) & (Consent.scope == ConsentScope.GUARDIAN)
    return list(
        session.scalars(
            select(Consent)
            .where(
                own | of_children,
                Consent.withdrawn_at.is_(None),
                Consent.text_version != version,
            )
            .order_by(Consent.id)
        )
    )


def _renew(act: Act, old: Consent) -> None:
    """End one word and give it anew, by who gave it; the old one stays with its version."""
    ended = act.session.scalar(
        update(Consent)
        .where(Consent.id == old.id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=act.now)
        .returning(Consent.id)
    )
    if ended is not None:
        consents.give(act, old.person_id, old.scope, old.given_by_id)
