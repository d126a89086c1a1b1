"""A workbook on its way in: checked, shown row by row, run as one transaction."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Digest, Key, Moment, Prose, Title, words_of
from core.tenancy import own_key, within


class ImportKind(StrEnum):
    """What the workbook holds."""

    ROSTER = "roster"
    GOODS = "goods"
    HOURS = "hours"


class ImportState(StrEnum):
    """Checked and shown; past hours then wait for a second person; run; or dropped."""

    CHECKED = "checked"
    SUBMITTED = "submitted"
    RUN = "run"
    DROPPED = "dropped"


class ImportBatch(Base):
    """One workbook that was checked, and what was done with it."""

    __tablename__ = "import_batches"
    __table_args__ = (
        own_key(),
        CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> made_by_id", name="second_person"
        ),
        Index("ix_import_batches_list", "community_id", "id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[ImportKind] = mapped_column(words_of(ImportKind, "kind"))
    state: Mapped[ImportState] = mapped_column(words_of(ImportState, "state"))
    file_name: Mapped[Title]
    file_digest: Mapped[Digest]
    made_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    made_at: Mapped[Moment]
    approved_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    run_at: Mapped[Moment | None] = mapped_column(default=None)
    rows_done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    rows: Mapped[list["ImportRow"]] = relationship(viewonly=True, back_populates="batch")


class ImportRowState(StrEnum):
    """What will happen, or happened, to one row."""

    READY = "ready"
    REFUSED = "refused"
    REPEATED = "repeated"
    ASK = "ask"
    ADDED = "added"
    SKIPPED = "skipped"


class ImportRow(Base):
    """One row as the spreadsheet shows it, as it was read, and why if it was not."""

    __tablename__ = "import_rows"
    __table_args__ = (
        own_key(),
        within("batch_id", "import_batches"),
        Index("ix_import_rows_batch", "community_id", "batch_id", "state", "id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    batch_id: Mapped[BigInt]
    sheet: Mapped[Title]
    row_number: Mapped[int]
    state: Mapped[ImportRowState] = mapped_column(words_of(ImportRowState, "state"))
    column_name: Mapped[Title] = mapped_column(default="")
    why: Mapped[Prose] = mapped_column(default="")
    cells: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    row_key: Mapped[Digest] = mapped_column(default="")

    batch: Mapped[ImportBatch] = relationship(
        primaryjoin="foreign(ImportRow.batch_id) == ImportBatch.id",
        back_populates="rows",
        viewonly=True,
    )
