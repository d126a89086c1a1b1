"""One verdict for one reader and one shift: it feeds the button, the rule and the test."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.errors import RuleError
from volunteer.activities.rules.reader_background import HeldSignUp
from volunteer.activities.rules.refusals import AlreadySignedUp, NotOpenYet, TimeClash


class Answer(StrEnum):
    """What the rules say to a reader about a shift; how it looks is the page's."""

    OPEN = "open"
    WAITING_LIST = "waiting_list"
    SWITCH = "switch"
    WAITS_HERE = "already_waiting"
    NOT_SIGNED_IN = "not_signed_in"
    OPENS_LATER = "opens_later"
    OPENS_LATER_SIGNED_OUT = "opens_later_signed_out"
    TO_BE_REMINDED = "to_be_reminded"
    REFUSED = "refused"


SIGNING_UP = frozenset({Answer.OPEN, Answer.WAITING_LIST, Answer.SWITCH})
"""Takes a place, or joins the queue."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What this reader may do with this shift, and why not.

    counts: `free`, `ahead` or `position`, by the answer; a refusal carries its own.
    """

    answer: Answer
    refusal: RuleError | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    replaces: HeldSignUp | None = None

    @property
    def code(self) -> str:
        """The code of the refusal (contract 5), else the answer itself."""
        if self.refusal is None or self.answer is Answer.WAITS_HERE:
            return self.answer.value
        return self.refusal.code

    @property
    def may_sign_up(self) -> bool:
        """Say whether pressing takes a place or joins the queue."""
        return self.answer in SIGNING_UP

    @property
    def is_held(self) -> bool:
        """Say whether the reader has a place here, or waits for one of this activity."""
        return isinstance(self.refusal, AlreadySignedUp)

    @property
    def is_offered(self) -> bool:
        """Say whether the first page lists it: what can be had, now, later, or for another."""
        return self.may_sign_up or isinstance(self.refusal, NotOpenYet | TimeClash)
