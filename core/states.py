"""The life of a row as a table, (state, act) → state, and the one place that writes a state."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import ColumnElement, case, inspect, literal, update
from sqlalchemy.orm import Session

from core.base import Base

Row = TypeVar("Row", bound=Base)
State = TypeVar("State", bound=StrEnum)
Act = TypeVar("Act", bound=StrEnum)
Condition = ColumnElement[bool]


class StateTable(Generic[Row, State, Act]):
    """The legal moves of the rows of one model; what is not in the table never happens.

    A state is written by one guarded update, `WHERE … AND state IN` those the act begins from: of
    two who take the same step at once one moves the row and the other is told. A new row gets its
    first state from its constructor.
    """

    every: ClassVar[list["StateTable[Any, Any, Any]"]] = []
    """All tables of the program, for the document that prints them."""

    def __init__(self, model: type[Row], moves: Mapping[tuple[State, Act], State]) -> None:
        self.model = model
        self.moves = dict(moves)
        StateTable.every.append(self)

    @property
    def states(self) -> list[State]:
        """All states of the model, in the order of its enumeration."""
        kinds: Any = self._column("state").type
        return list(kinds.enum_class)

    def begins(self, act: Act) -> frozenset[State]:
        """Return the states `act` begins from."""
        return frozenset(before for before, each in self.moves if each is act)

    def after(self, before: State, act: Act) -> State | None:
        """Return the state `act` leads to; None when it does not begin from `before`."""
        return self.moves.get((before, act))

    def allows(self, row: Row, act: Act) -> bool:
        """Say whether `row`, as it was read, is in a state `act` begins from."""
        return (inspect(row).attrs.state.value, act) in self.moves

    def move(
        self, session: Session, row: Row, act: Act, *conditions: Condition, **values: Any
    ) -> bool:
        """Take `row` along the table once; False when it cannot go, or somebody moved it before.

        conditions: what else must hold of the row in the database. values: columns written in the
        same statement. Either way the row is read afresh; what was changed on it before is kept.
        """
        (row_id,) = inspect(self.model).primary_key_from_instance(row)
        if self.move_all(session, act, self._column("id") == row_id, *conditions, **values):
            return True
        session.refresh(row)
        return False

    def move_all(
        self, session: Session, act: Act, *conditions: Condition, **values: Any
    ) -> list[Row]:
        """Take every row of which `conditions` hold along the table; return those that moved."""
        state = self._column("state")
        if hasattr(self.model, "version"):
            values["version"] = self._column("version") + 1
        moved = session.scalars(
            update(self.model)
            .where(state.in_(sorted(self.begins(act))), *conditions)
            .values(state=self._aim(act), **values)
            .returning(self.model)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        return list(moved.all())

    def _aim(self, act: Act) -> ColumnElement[Any]:
        """Return the state `act` writes, which may hang on the one it begins from."""
        state = self._column("state")
        afters = {before: after for (before, each), after in self.moves.items() if each is act}
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
