"""The life of every row stands in a table, and docs/states.md prints all of them."""

from bench import states
from core.states import StateTable


def test_the_document_is_what_the_code_draws():
    assert states.DOCUMENT.read_text("utf-8") == states.drawn(), "run `make states`"


def test_every_act_has_a_line():
    for table in StateTable.every:
        acts = {act for _, act in table.moves}
        assert acts == set(type(next(iter(acts)))), table.model.__name__
