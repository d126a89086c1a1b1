"""FIELD_KEY tied to its database: a sealed word tells the right key from a wrong one."""

from pathlib import Path

from sqlalchemy import LargeBinary, create_engine, inspect, make_url, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.pool import NullPool

from core import engine as engines
from core import keyring, room
from core.base import Base
from core.sealing import SealBroken, Sealer

WORD = "the key of this database"
BOUND_TO = "installation:field_key"
THE_ONE = 1


class FieldKeyMark(Base):
    """One word sealed under the FIELD_KEY of this database; a single row."""

    __tablename__ = "field_key_marks"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class WrongFieldKey(Exception):
    """FIELD_KEY is not the one this database was sealed with; nothing was read or written."""

    def __init__(self) -> None:
        super().__init__(
            "FIELD_KEY is not the key of this database: phones and resident numbers in it could "
            "not be opened. Set the key the database was begun with."
        )


def mark(session: Session) -> None:
    """Tie the database to the key of the program, once; a mark that is there already stays.

    Before the first mark the fields that are sealed already must open. Raises WrongFieldKey.
    """
    sealer = keyring.sealer()
    check(session, sealer)
    if session.get(FieldKeyMark, THE_ONE) is None:
        _open_samples(session)
        session.add(FieldKeyMark(id=THE_ONE, sealed=sealer.seal(WORD, BOUND_TO)))
        session.flush()


def _open_samples(session: Session) -> None:
    try:
        for open_one in room.sealed_samples().values():
            open_one(session)
    except SealBroken as broken:
        raise WrongFieldKey from broken


def check(session: Session, sealer: Sealer) -> None:
    """Raise WrongFieldKey when the database is tied to another key; one without a mark passes."""
    sealed = session.scalar(select(FieldKeyMark.sealed).where(FieldKeyMark.id == THE_ONE))
    if sealed is None:
        return
    try:
        sealer.open(sealed, BOUND_TO)
    except SealBroken as broken:
        raise WrongFieldKey from broken


def check_at_start(url: str, sealer: Sealer) -> None:
    """Check the key before anything is served, on a connection of its own.

    A database that is not there yet, or does not answer, is left to what asks it later. Raises
    WrongFieldKey.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        return
    options = {"connect_args": engines.options(url)["connect_args"], "poolclass": NullPool}
    engine = create_engine(url, **options)
    try:
        with Session(engine) as session:
            if inspect(session.connection()).has_table(FieldKeyMark.__tablename__):
                check(session, sealer)
    except (DBAPIError, OperationalError):
        return
    finally:
        engine.dispose()
