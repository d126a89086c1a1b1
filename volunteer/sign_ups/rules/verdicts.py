"""One verdict for one reader and one shift: it feeds the button, the API, the rule and the test."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.errors import RuleError
from volunteer.activities.rules.reader_records import HeldSignUp


class Kind(StrEnum):
    """How the button looks (look 4)."""

    GO = "go"
    WAIT = "wait"
    QUIET = "quiet"
    DONE = "done"


class Link(StrEnum):
    """Where pressing leads; the page knows the address."""

    SIGN_UP = "sign_up"
    ACTIVITY = "activity"
    MY_SIGN_UPS = "my_sign_ups"
    REMIND = "remind"
    SIGN_IN = "sign_in"
    DESK = "desk"


TO_ACTIVITY = (Link.ACTIVITY, Link.DESK)
"""Leads to the page of the activity."""


REMINDING = {
    Link.REMIND: "到时提醒我",
    Link.SIGN_IN: "登录后提醒我",
    Link.MY_SIGN_UPS: "到时会提醒您",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What this reader may do with this shift, and why.

    code: `open`, `waiting_list`, `switch`, `already_waiting`, `not_signed_in`, or the code of the
    refusal (contract 5). verb and reason are msgids; `values` fill the reason.
    """

    code: str
    kind: Kind
    verb: str
    reason: str
    link: Link
    values: Mapping[str, object] = field(default_factory=dict)
    refusal: RuleError | None = None
    replaces: HeldSignUp | None = None

    @property
    def is_reminder(self) -> bool:
        """Say whether its button asks to be told when sign-up opens."""
        return self.link is Link.REMIND

    @property
    def words(self) -> str:
        """The reason with its placeholders filled: at most 14 characters."""
        return self.reason % self.values if self.values else self.reason

    @property
    def text(self) -> str:
        """One whole sentence: that of the refusal, or the words."""
        return self.refusal.sentence if self.refusal is not None else self.words

    @property
    def may_sign_up(self) -> bool:
        """Say whether pressing takes a place or joins the queue."""
        return self.link is Link.SIGN_UP
