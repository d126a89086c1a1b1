"""The base of every table, and the triggers that keep the books append-only."""

from collections.abc import Mapping, Sequence

from sqlalchemy import DDL, MetaData, Table, event
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table inherits: one metadata with names for all constraints."""

    metadata = MetaData(naming_convention=NAMING)


_POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'append only: %%', TG_TABLE_NAME; END $$"
)


def append_only_statements(table: str) -> dict[str, list[str]]:
    """Return, by dialect name, the statements that make `table` refuse UPDATE and DELETE."""
    return {
        "sqlite": [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END"
            for verb in ("UPDATE", "DELETE")
        ],
        "postgresql": [
            _POSTGRES_FUNCTION.replace("%%", "%"),
            (
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            ),
            (
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            ),
        ],
    }


def append_only(table: object) -> None:
    """Make `table` append-only wherever it is created from the models."""
    if not isinstance(table, Table):
        raise TypeError("append_only takes a mapped table")
    table.info["is_append_only"] = True
    come_with(table, append_only_statements(table.name))


def come_with(table: object, statements: Mapping[str, Sequence[str]]) -> None:
    """Let statements, by dialect name, be run wherever `table` is created from the models."""
    for dialect, of_dialect in statements.items():
        for statement in of_dialect:
            ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))
