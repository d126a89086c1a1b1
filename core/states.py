"""The life of a row as a table, (state, move) → state, and the one place that writes a state."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import ColumnElement, bindparam, case, inspect, literal, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from core.base import Base

Row = TypeVar("Row", bound=Base)
State = TypeVar("State", bound=StrEnum)
Move = TypeVar("Move", bound=StrEnum)
Condition = ColumnElement[bool]


class StateTable(Generic[Row, State, Move]):
    """The legal moves of the rows of one model; what is not in the table never happens.

    A state is written by one guarded update, `WHERE … AND state IN` those the move begins from: of
    two who make the same move at once one moves the row and the other is told. A new row gets its
    first state from its constructor.
    """

    every: ClassVar[list["StateTable[Any, Any, Any]"]] = []
    """All tables of the program, for the document that prints them."""

    def __init__(self, model: type[Row], moves: Mapping[tuple[State, Move], State]) -> None:
        self.model = model
        self.moves = dict(moves)
        self._built: dict[tuple[Move, tuple[str, ...]], ReturningUpdate[Any]] = {}
        StateTable.every.append(self)

    @property
    def states(self) -> list[State]:
        """All states of the model, in the order of its enumeration."""
        kinds: Any = self._column("state").type
        return list(kinds.enum_class)

    def begins(self, move: Move) -> frozenset[State]:
        """Return the states `move` begins from."""
        return frozenset(before for before, each in self.moves if each is move)

    def after(self, before: State, move: Move) -> State | None:
        """Return the state `move` leads to; None when it does not begin from `before`."""
        return self.moves.get((before, move))

    def allows(self, row: Row, move: Move) -> bool:
        """Say whether `row`, as it was read, is in a state `move` begins from."""
        return (inspect(row).attrs.state.value, move) in self.moves

    def move(
        self, session: Session, row: Row, move: Move, *conditions: Condition, **values: Any
    ) -> bool:
        """Take `row` along the table once; False when it cannot go, or somebody moved it before.

        conditions: what else must hold of the row in the database. values: columns written in the
        same statement. Either way the row is read afresh; what was changed on it before is kept.
        """
        (row_id,) = inspect(self.model).primary_key_from_instance(row)
        moving = self._moving(move, tuple(sorted(values)))
        told = {f"to_{name}": value for name, value in values.items()} | {"the_row": row_id}
        if session.scalars(moving.where(*conditions), told).all():
            return True
        session.refresh(row)
        return False

    def move_all(
        self, session: Session, move: Move, *conditions: Condition, **values: Any
    ) -> list[Row]:
        """Take every row of which `conditions` hold along the table; return those that moved."""
        return list(session.scalars(self._statement(move, values).where(*conditions)).all())

    def _moving(self, move: Move, names: tuple[str, ...]) -> ReturningUpdate[Any]:
        """Return what moves one row, built once for each set of columns written with it."""
        if (move, names) not in self._built:
            values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in names}
            of_one = self._column("id") == bindparam("the_row")
            self._built[move, names] = self._statement(move, values).where(of_one)
        return self._built[move, names]

    def _statement(self, move: Move, values: Mapping[str, Any]) -> ReturningUpdate[Any]:
        written = dict(values)
        if hasattr(self.model, "version"):
            written["version"] = self._column("version") + 1
        return (
            update(self.model)
            .where(self._column("state").in_(sorted(self.begins(move))))
            .values(state=self._aim(move), **written)
            .returning(self.model)
            .execution_options(synchronize_session=False, populate_existing=True)
        )

    def _aim(self, move: Move) -> ColumnElement[Any]:
        """Return the state `move` writes, which may hang on the one it begins from."""
        state = self._column("state")
        afters = {before: after for (before, each), after in self.moves.items() if each is move}
        if len(set(afters.values())) == 1:
            return literal(next(iter(afters.values())), state.type)
        return case(
            *(
                (state == before, literal(after, state.type))
                for before, after in sorted(afters.items())
            )
        )

    def _column(self, name: str) -> ColumnElement[Any]:
        return self.model.__table__.c[name]
