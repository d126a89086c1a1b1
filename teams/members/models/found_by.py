"""What each member is found by, a word a row: kept by triggers, whoever writes a name or a number.

A search reads the rows of its words alone, however many people the community has.
"""

from collections.abc import Iterator
from enum import StrEnum

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base, come_with
from core.columns import BigInt, words_of

BY_BYTES = Text().with_variant(Text(collation="C"), "postgresql")
"""Text in the order of its letters on both engines, so that a beginning is a range."""


class WordKind(StrEnum):
    """A sign of the name, a reading of it or its initials, the last digits of a number or phone."""

    SIGN = "sign"
    KEY = "key"
    TAIL = "tail"


class MemberWord(Base):
    """One word a member is found by. Triggers write it; `verify` compares it with the people."""

    __tablename__ = "member_words"
    __table_args__ = (
        ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            ondelete="CASCADE",
        ),
        Index("ix_member_words_member", "community_id", "member_id"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    kind: Mapped[WordKind] = mapped_column(words_of(WordKind, "kind"), primary_key=True)
    word: Mapped[str] = mapped_column(BY_BYTES, primary_key=True)
    member_id: Mapped[BigInt] = mapped_column(primary_key=True)


_PLACES = ",".join(map(str, range(1, 61)))
"""Of the signs of a name, which has sixty at most."""

_ONE_BY_ONE = {
    "postgresql": (
        "unnest(string_to_array(lower(p.name), NULL)) AS part (word)",
        "unnest(string_to_array(trim(p.name_keys), ' ')) AS part (word)",
        "part.word",
        "part.word",
    ),
    "sqlite": (
        f"json_each('[{_PLACES}]') AS part",
        """json_each('["' || replace(trim(p.name_keys), ' ', '","') || '"]') AS part""",
        "substr(lower(p.name), part.value, 1)",
        "part.value",
    ),
}
"""By dialect: signs and keys of a person a row, and what is the word of each."""


def words_of_members(dialect: str, which: str) -> str:
    """Return the question for the words of the members `m` and persons `p` of whom `which` holds.

    It answers community, kind, word and member, as `member_words` keeps them.
    """
    signs, keys, sign, key = _ONE_BY_ONE[dialect]
    found = [
        (WordKind.SIGN, sign, f", {signs}", f"trim({sign}) <> ''"),
        (WordKind.KEY, key, f", {keys}", f"{key} <> ''"),
        (WordKind.TAIL, "substr(m.volunteer_no, length(m.volunteer_no) - 3)", "", "m.id > 0"),
        (WordKind.TAIL, "p.phone_tail", "", "p.phone_tail IS NOT NULL"),
    ]
    return " UNION ".join(
        f"SELECT m.community_id, '{kind}', {word}, m.id"  # noqa: S608 - our own words
        f" FROM members AS m JOIN people AS p ON p.id = m.person_id{beside}"
        f" WHERE {which} AND {is_one}"
        for kind, word, beside, is_one in found
    )


def keeping_statements() -> dict[str, list[str]]:
    """Return, by dialect name, the statements that let words follow members and people."""
    return {"postgresql": list(_on_postgresql()), "sqlite": list(_on_sqlite())}


_FILL = "INSERT INTO member_words (community_id, kind, word, member_id) "
_FORGET = (
    "DELETE FROM member_words WHERE (community_id, member_id) IN "
    "(SELECT m.community_id, m.id FROM members AS m WHERE {which}); "
)
_CHANGES = {
    "members": ("m.id = NEW.id", ("person_id", "volunteer_no")),
    "people": ("m.person_id = NEW.id", ("name", "name_keys", "phone_tail")),
}
"""Where a change alters words: of which members, and in which columns."""


def _on_sqlite() -> Iterator[str]:
    dialect = "sqlite"
    yield (
        "CREATE TRIGGER members_words_new AFTER INSERT ON members "
        f"BEGIN {_FILL}{words_of_members(dialect, 'm.id = NEW.id')}; END"
    )
    for table, (which, columns) in _CHANGES.items():
        is_other = " OR ".join(f"OLD.{each} IS NOT NEW.{each}" for each in columns)
        yield (
            f"CREATE TRIGGER {table}_words AFTER UPDATE OF {', '.join(columns)} ON {table} "
            f"WHEN {is_other} BEGIN {_FORGET.format(which=which)}"
            f"{_FILL}{words_of_members(dialect, which)}; END"
        )


def _on_postgresql() -> Iterator[str]:
    dialect = "postgresql"
    new = words_of_members(dialect, "m.id = NEW.id")
    yield _function("words_of_new_members", f"{_FILL}{new};")
    yield (
        "CREATE TRIGGER members_words_new AFTER INSERT ON members "
        "FOR EACH ROW EXECUTE FUNCTION words_of_new_members()"
    )
    for table, (which, columns) in _CHANGES.items():
        is_other = " OR ".join(f"OLD.{each} IS DISTINCT FROM NEW.{each}" for each in columns)
        yield _function(
            f"words_of_changed_{table}",
            f"{_FORGET.format(which=which)}{_FILL}{words_of_members(dialect, which)};",
        )
        yield (
            f"CREATE TRIGGER {table}_words AFTER UPDATE OF {', '.join(columns)} ON {table} "
            f"FOR EACH ROW WHEN ({is_other}) EXECUTE FUNCTION words_of_changed_{table}()"
        )


def _function(name: str, does: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {does} RETURN NULL; END $$"
    )


come_with(MemberWord.__table__, keeping_statements())
