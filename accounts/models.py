"""People, how they sign in, what they agreed to, and what was done."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, append_only
from core.columns import BIG, BigInt, Code, Digest, Key, Moment, Name, Prose, Title, words_of


class TextSize(StrEnum):
    """How large the reader wants the words."""

    NORMAL = "normal"
    LARGE = "large"


class ConsentScope(StrEnum):
    """What a person may agree to, each apart (PIPL 25, 29; domain 5.1)."""

    SERVICE_RECORD = "service_record"
    PUBLIC_NAME = "public_name"
    RESIDENT_NUMBER = "identity_number"
    POSITION = "position"
    PHOTO = "photo"
    RANKING = "ranking"
    GUARDIAN = "guardian"


GUARDIANS_SCOPES = (
    ConsentScope.PHOTO,
    ConsentScope.RANKING,
    ConsentScope.POSITION,
    ConsentScope.RESIDENT_NUMBER,
)
"""What a guardian may agree to for a minor: no name, since none is ever printed (domain 5.2)."""

OPTIONAL_SCOPES = (ConsentScope.PUBLIC_NAME, *GUARDIANS_SCOPES)
"""What one may serve without."""


class CodePurpose(StrEnum):
    """What a one-time code is good for."""

    COUNTER_CODE = "counter_proof"
    SET_UP = "set_up"


FACES = 8
"""Faces drawn to choose from: v-1 to v-8 of `static/art.svg`."""


def unchosen_face(person_id: int) -> int:
    """Return the face that stands for who chose none, or is not named where it is shown."""
    return person_id % FACES + 1


class Person(Base):
    """One human being who may sign in; a member of no, one or several communities.

    Phone and resident number are sealed (core.sealing); only an index to find them and the last
    four characters stand beside them. `notice_asked` is the version of the privacy notice the
    person was last asked about; what was agreed to stands in `consents`. `merged_into_id`: the
    person this one turned out to be, under another number; who finds this one means that one.
    """

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("phone_index IS NULL OR phone_sealed IS NOT NULL", name="phone_is_sealed"),
    )

    id: Mapped[Key]
    name: Mapped[Name]
    name_keys: Mapped[Prose] = mapped_column(default="")
    sex: Mapped[str | None] = mapped_column(default=None)
    birth_on: Mapped[date | None] = mapped_column(default=None)
    address: Mapped[Title | None] = mapped_column(default=None)

    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    phone_index: Mapped[Digest | None] = mapped_column(unique=True, default=None)
    phone_tail: Mapped[Code | None] = mapped_column(index=True, default=None)
    resident_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    resident_number_index: Mapped[Digest | None] = mapped_column(unique=True, default=None)
    resident_number_tail: Mapped[Code | None] = mapped_column(default=None)

    password_hash: Mapped[Prose | None] = mapped_column(default=None)
    pin_hash: Mapped[Prose | None] = mapped_column(default=None)
    must_change_secret: Mapped[bool] = mapped_column(default=False)
    is_password_given: Mapped[bool] = mapped_column(default=False)
    is_disabled: Mapped[bool] = mapped_column(default=False)

    is_elder_mode: Mapped[bool] = mapped_column(default=False)
    text_size: Mapped[TextSize] = mapped_column(
        words_of(TextSize, "text_size"), default=TextSize.NORMAL
    )
    has_high_contrast: Mapped[bool] = mapped_column(default=False)
    language: Mapped[Code] = mapped_column(default="zh")
    notice_asked: Mapped[Code | None] = mapped_column(default=None)
    chosen_face: Mapped[int | None] = mapped_column(default=None)

    registered_at: Mapped[Moment]
    anonymised_at: Mapped[Moment | None] = mapped_column(default=None)
    merged_into_id: Mapped[int | None] = mapped_column(
        BIG, ForeignKey("people.id"), index=True, default=None
    )
    version: Mapped[int] = mapped_column(default=1)

    volunteer_numbers: Mapped[list["VolunteerNumber"]] = relationship(back_populates="person")

    @property
    def face(self) -> int:
        """Return the drawn face, everywhere the same: the chosen one, else one by the number."""
        return self.chosen_face or unchosen_face(self.id)

    __mapper_args__ = {"version_id_col": version}


class VolunteerNumber(Base):
    """A volunteer number, unique over the installation, as something to sign in with."""

    __tablename__ = "volunteer_numbers"

    number: Mapped[Code] = mapped_column(primary_key=True)
    person_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"), index=True)

    person: Mapped[Person] = relationship(back_populates="volunteer_numbers")


class LoginSession(Base):
    """One signed-in device; only the hash of its token is kept. Ended sessions stay ended."""

    __tablename__ = "login_sessions"

    id: Mapped[Key]
    token_hash: Mapped[Digest] = mapped_column(unique=True)
    person_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"), index=True)
    device: Mapped[Title]
    is_staff: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    ended_at: Mapped[Moment | None] = mapped_column(default=None)
    rechecked_at: Mapped[Moment | None] = mapped_column(default=None)
    locked_at: Mapped[Moment | None] = mapped_column(default=None)
    locked_in: Mapped[int | None] = mapped_column(BIG, default=None)
    locked_from: Mapped[Title | None] = mapped_column(default=None)

    person: Mapped[Person] = relationship()


class SignInThrottle(Base):
    """One count of tries: failures in a window, and until when one waits (rules.throttle).

    `login_hash` is the counter's key; of what anybody may type it holds a keyed hash's bucket.
    """

    __tablename__ = "sign_in_throttles"

    login_hash: Mapped[Digest] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    window_started_at: Mapped[Moment] = mapped_column(index=True)
    locked_until: Mapped[Moment | None] = mapped_column(default=None)


class OneTimeCode(Base):
    """A short code that opens one thing once; only its hash is kept."""

    __tablename__ = "one_time_codes"

    id: Mapped[Key]
    purpose: Mapped[CodePurpose] = mapped_column(words_of(CodePurpose, "purpose"))
    person_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), index=True)
    code_hash: Mapped[Digest]
    made_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)


class Consent(Base):
    """What somebody agreed to and when; withdrawn, never deleted.

    `given_by_id` is whose word it was: the person's own, or the guardian's where the guardian has
    a number. A guardian without one speaks for the person, who stands there; the name is kept in
    `guardians`. `noted_by_id` is who wrote it down at the desk.
    """

    __tablename__ = "consents"
    __table_args__ = (
        Index("ix_consents_person", "person_id", "id"),
        Index(
            "uq_consents_live",
            "person_id",
            "scope",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    scope: Mapped[ConsentScope] = mapped_column(words_of(ConsentScope, "scope"))
    text_version: Mapped[Code]
    given_at: Mapped[Moment]
    given_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"), index=True)
    noted_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    withdrawn_at: Mapped[Moment | None] = mapped_column(default=None)


class Guardian(Base):
    """Who answers for a minor, and when that person agreed (PIPL 31, domain 5.3).

    `guardian_person_id` is the guardian as a person with a volunteer number, where there is one:
    a child comes along where that person has a place.
    """

    __tablename__ = "guardians"

    id: Mapped[Key]
    person_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"), unique=True)
    guardian_person_id: Mapped[int | None] = mapped_column(
        BIG, ForeignKey("people.id"), index=True, default=None
    )
    name: Mapped[Name]
    relation: Mapped[Code] = mapped_column(default="监护人")
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    phone_tail: Mapped[Code | None] = mapped_column(default=None)
    consented_at: Mapped[Moment | None] = mapped_column(default=None)
    checked_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)


class Notification(Base):
    """A message to one person; the sentence is a msgid, its values beside it."""

    __tablename__ = "notifications"
    __table_args__ = (Index("ix_notifications_inbox", "person_id", "id"),)

    id: Mapped[Key]
    person_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    sentence: Mapped[Prose]
    values: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    link: Mapped[Prose] = mapped_column(default="")
    made_at: Mapped[Moment]
    read_at: Mapped[Moment | None] = mapped_column(default=None)


class RequestKey(Base):
    """One rendered form or API call; the same key never does its work twice."""

    __tablename__ = "request_keys"
    __table_args__ = (UniqueConstraint("client", "key"),)

    id: Mapped[Key]
    client: Mapped[Code]
    key: Mapped[Title]
    body_hash: Mapped[Digest]
    answer: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    made_at: Mapped[Moment]


class AuditEvent(Base):
    """Who did what to what, when; written in the transaction of the act, never changed."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_community", "community_id", "id"),
        Index("ix_audit_events_object", "object_kind", "object_id"),
        Index(
            "ix_audit_events_readings",
            "actor_id",
            "recorded_at",
            sqlite_where=text("event = 'sensitive_read'"),
            postgresql_where=text("event = 'sensitive_read'"),
        ),
    )

    id: Mapped[Key]
    community_id: Mapped[int | None] = mapped_column(BIG, default=None)
    actor_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), index=True)
    event: Mapped[Title]
    object_kind: Mapped[Code] = mapped_column(default="")
    object_id: Mapped[int | None] = mapped_column(BIG, default=None)
    details: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    request_id: Mapped[Code] = mapped_column(default="")
    recorded_at: Mapped[Moment]


append_only(AuditEvent.__table__)
