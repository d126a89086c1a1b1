"""The private store: what is known of a file, and apart from it the sealed bytes."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BIG, BigInt, Code, Digest, Key, Moment, words_of
from core.kept_files import FileSort
from core.tenancy import own_key, within


class StoredFile(Base):
    """One file of one row of the feature that owns its `kind`; `digest` is that of what is kept.

    The bytes go when it is removed, or when `keep_until` is over; this row stays and says so.
    """

    __tablename__ = "stored_files"
    __table_args__ = (
        own_key(),
        CheckConstraint("byte_count > 0", name="bytes"),
        Index("ix_stored_files_owner", "community_id", "kind", "owner_id", "id"),
        Index("ix_stored_files_made_by", "community_id", "made_by_id", "id"),
        Index(
            "ix_stored_files_due",
            "keep_until",
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index(
            "uq_stored_files_once",
            "community_id",
            "kind",
            "owner_id",
            "digest",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[Code]
    owner_id: Mapped[BigInt]
    sort: Mapped[FileSort] = mapped_column(words_of(FileSort, "sort"))
    byte_count: Mapped[int]
    digest: Mapped[Digest]
    made_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[Moment]
    keep_until: Mapped[Moment]
    removed_at: Mapped[Moment | None] = mapped_column(default=None)
    removed_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)

    @property
    def is_photo(self) -> bool:
        """Say whether it can be shown on a page."""
        return self.sort is FileSort.PHOTO


class FileContent(Base):
    """The bytes of a file, sealed; a row of their own, so that no list ever reads them."""

    __tablename__ = "file_contents"
    __table_args__ = (within("file_id", "stored_files"),)

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    file_id: Mapped[BigInt] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
