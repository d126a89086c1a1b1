"""A workbook on its way in: checked, shown row by row, run as one transaction."""

from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Code, Digest, Key, Moment, Title, words_of
from core.states import StateTable
from core.tenancy import own_key, within


class ImportState(StrEnum):
    """Checked and shown; past hours then wait for a second person; run; or dropped.

    A batch that was run and then mended is checked again, and can be run again.
    """

    CHECKED = "checked"
    SUBMITTED = "submitted"
    RUN = "run"
    DROPPED = "dropped"


KEPT = (ImportState.CHECKED, ImportState.SUBMITTED, ImportState.RUN)


class ImportBatch(Base):
    """One workbook that was checked, and what was done with it. `kind`: the name of its Workbook.

    The file, and what people typed to mend it, stay sealed until the batch is dropped or the file
    is forgotten. `hands` are the ids of all who touched it: none of them can be the second person.
    `headings` tells what its headings meant when it was checked, and which were left aside.
    `started_at` marks a run under way; one that died leaves it behind and nothing else.
    """

    __tablename__ = "import_batches"
    __table_args__ = (
        own_key(),
        CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> made_by_id", name="second_person"
        ),
        Index("ix_import_batches_list", "community_id", "id"),
        Index("ix_import_batches_old", "made_at"),
        Index(
            "uq_import_batches_file",
            "community_id",
            "kind",
            "file_digest",
            unique=True,
            sqlite_where=text("state <> 'dropped'"),
            postgresql_where=text("state <> 'dropped'"),
        ),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[Code]
    state: Mapped[ImportState] = mapped_column(words_of(ImportState, "state"))
    file_name: Mapped[Title]
    file_digest: Mapped[Digest]
    file_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    mends_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    decisions: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    hands: Mapped[list[int]] = mapped_column(JSON, default=list)
    made_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    made_at: Mapped[Moment]
    submitted_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    approved_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    started_at: Mapped[Moment | None] = mapped_column(default=None)
    alive_at: Mapped[Moment | None] = mapped_column(default=None)
    run_at: Mapped[Moment | None] = mapped_column(default=None)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_added: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    headings: Mapped[dict[str, dict[str, str]]] = mapped_column(
        JSON, default=dict, server_default="{}"
    )
    version: Mapped[int] = mapped_column(default=1)

    @property
    def may_mend(self) -> bool:
        """Say whether its rows can still be mended."""
        return IMPORT_LIFE.allows(self, ImportMove.CHECK)

    @property
    def may_drop(self) -> bool:
        """Say whether it can be left without having been run."""
        return IMPORT_LIFE.allows(self, ImportMove.DROP)


class ImportMove(StrEnum):
    """What is done with a batch: APPROVE runs what waited, FORGET drops what was never run.

    Checked again, a batch that was run stays so (KEEP) unless something new can come in.
    """

    CHECK = "check"
    KEEP = "keep"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    RUN = "run"
    APPROVE = "approve"
    DROP = "drop"
    FORGET = "forget"


IMPORT_LIFE = StateTable(
    ImportBatch,
    {
        (ImportState.CHECKED, ImportMove.CHECK): ImportState.CHECKED,
        (ImportState.SUBMITTED, ImportMove.CHECK): ImportState.CHECKED,
        (ImportState.RUN, ImportMove.CHECK): ImportState.CHECKED,
        (ImportState.RUN, ImportMove.KEEP): ImportState.RUN,
        (ImportState.CHECKED, ImportMove.SUBMIT): ImportState.SUBMITTED,
        (ImportState.SUBMITTED, ImportMove.SEND_BACK): ImportState.CHECKED,
        (ImportState.CHECKED, ImportMove.RUN): ImportState.RUN,
        (ImportState.SUBMITTED, ImportMove.APPROVE): ImportState.RUN,
        (ImportState.CHECKED, ImportMove.DROP): ImportState.DROPPED,
        (ImportState.SUBMITTED, ImportMove.DROP): ImportState.DROPPED,
        (ImportState.CHECKED, ImportMove.FORGET): ImportState.DROPPED,
        (ImportState.SUBMITTED, ImportMove.FORGET): ImportState.DROPPED,
        (ImportState.DROPPED, ImportMove.FORGET): ImportState.DROPPED,
        (ImportState.RUN, ImportMove.FORGET): ImportState.RUN,
    },
)
NOT_RUN = IMPORT_LIFE.begins(ImportMove.DROP)


class ImportRowState(StrEnum):
    """Why a row is shown: it does not come in, came before, waits for a word, or is remarked."""

    REFUSED = "refused"
    ASK = "ask"
    REPEATED = "repeated"
    REMARK = "remark"


LEFT_OUT = (ImportRowState.REFUSED, ImportRowState.ASK)
"""Rows that do not come in before somebody does something about them."""


class ImportRow(Base):
    """One row that deserves a look, numbered as the spreadsheet shows it.

    `sealed` holds what may carry resident numbers and phones: column, reason and cells.
    `row_key` is the blind index of the row's content, by which a decision about it is kept.
    """

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
    same_as_row: Mapped[int | None] = mapped_column(default=None)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    row_key: Mapped[Digest] = mapped_column(default="")

    batch: Mapped[ImportBatch] = relationship(
        primaryjoin="foreign(ImportRow.batch_id) == ImportBatch.id", viewonly=True
    )


class HeadingMeaning(Base):
    """What a community said a heading of its own workbooks means, for one kind of workbook.

    `heading` is folded as headings are compared; an empty `column_name` leaves it aside.
    """

    __tablename__ = "heading_meanings"
    __table_args__ = (
        own_key(),
        Index("uq_heading_meanings", "community_id", "kind", "heading", unique=True),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[Code]
    heading: Mapped[Title]
    column_name: Mapped[str] = mapped_column(String(32))
    taught_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    taught_at: Mapped[Moment]


class ImportedMember(Base):
    """A member that came in with a batch: whom the desk prints cards for afterwards."""

    __tablename__ = "imported_members"
    __table_args__ = (
        within("batch_id", "import_batches"),
        within("member_id", "members"),
        Index("ix_imported_members_batch", "community_id", "batch_id", "member_id"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    member_id: Mapped[BigInt] = mapped_column(primary_key=True)
    batch_id: Mapped[BigInt]
