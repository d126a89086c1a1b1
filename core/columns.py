"""Column kinds the house repeats, named once; an enumeration kept as words with a check."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import BigInteger, Dialect, Enum, Integer, String, Text
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import DateTime, TypeDecorator

BIG = BigInteger().with_variant(Integer, "sqlite")
"""Signed 64 bit on both engines; SQLite numbers rows only in a column it calls INTEGER."""


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused rather than guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Send the moment in UTC. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone was about to be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Hand the moment back aware, in UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def words_of(enumeration: type[StrEnum], name: str) -> Enum:
    """Store `enumeration` as its text values, with a CHECK called `name` on both engines."""
    return Enum(
        enumeration,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


Key = Annotated[int, mapped_column(BIG, primary_key=True)]
BigInt = Annotated[int, mapped_column(BIG)]
Moment = Annotated[datetime, mapped_column(UTCDateTime)]
Name = Annotated[str, mapped_column(String(60))]
Title = Annotated[str, mapped_column(String(120))]
Code = Annotated[str, mapped_column(String(32))]
Digest = Annotated[str, mapped_column(String(64))]
Prose = Annotated[str, mapped_column(Text)]
