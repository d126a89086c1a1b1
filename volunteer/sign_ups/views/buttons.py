"""From a verdict to what the page draws: translated words, an address, the hidden fields."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import request, url_for
from flask_babel import gettext

from core import clock
from core.menu import Way
from core.template_filters import refusal_text, said
from teams.gate import community
from teams.gate.navigation import way
from volunteer.activities.models import QualificationKind
from volunteer.activities.rules.listed import AnyShift
from volunteer.activities.rules.reader_records import ReaderRecord
from volunteer.activities.words import QUALIFICATION_WORDS
from volunteer.sign_ups.rules import eligibility
from volunteer.sign_ups.rules.verdicts import Verdict
from volunteer.sign_ups.views.looks import PRESSED_AS_FORM, TO_ACTIVITY, Link, Look, look_of

ELSEWHERE = "看别的活动"


@dataclass(frozen=True, slots=True)
class Button:
    """One verdict button; `fields` is None for a link.

    `register_url`: the way in for whoever has no sign-in yet, beside a button that asks for one.
    """

    kind: str
    verb: str
    reason: str
    url: str
    fields: dict[str, str] | None
    icon: str | None = None
    register_url: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One shift with the reader's verdict."""

    shift: AnyShift
    verdict: Verdict
    button: Button

    @property
    def day(self) -> date:
        """The local day the shift begins on."""
        return clock.local_day(self.shift.starts_at, community().zone)

    @property
    def requires(self) -> str:
        """What certificate or training the post takes, translated; empty for none."""
        required = self.shift.post.required_qualification
        return str(gettext(QUALIFICATION_WORDS[QualificationKind(required)])) if required else ""

    @property
    def sentence(self) -> str:
        """The whole sentence of a refusal, translated."""
        refusal = self.verdict.refusal
        if refusal is None:
            return self.button.reason
        return refusal_text(refusal)


def rows_for(shifts: Sequence[AnyShift], reader: ReaderRecord, now: datetime) -> list[Row]:
    """Return each shift with its verdict and button."""
    return [_row(shift, eligibility.verdict(shift, reader, now), now) for shift in shifts]


def _row(shift: AnyShift, verdict: Verdict, now: datetime) -> Row:
    return Row(shift, verdict, button(shift, look_of(verdict, now, community().zone)))


def button(shift: AnyShift, look: Look) -> Button:
    """Return the button of a look; what takes a place is a form with a fresh key."""
    is_form = look.link in PRESSED_AS_FORM
    fields = {"request_key": secrets.token_urlsafe(18)} if is_form else None
    return Button(
        kind=look.kind.value,
        verb=said(ELSEWHERE if _leads_nowhere(shift, look) else look.verb),
        reason=said(look.reason, **look.values),
        url=_address(shift, look),
        fields=fields,
        icon="bell" if look.link is Link.REMIND else None,
        register_url=_way_in(shift) if look.link is Link.SIGN_IN else None,
    )


def _address(shift: AnyShift, look: Look) -> str:
    if look.link is Link.SIGN_UP:
        return url_for("volunteer.sign_up", shift_id=shift.id)
    if look.link is Link.REMIND:
        return url_for("volunteer.remind_of_opening", shift_id=shift.id)
    if look.link is Link.MY_SIGN_UPS:
        return url_for("volunteer.my_sign_ups")
    if look.link is Link.HOME:
        return url_for("volunteer.home")
    page = _page_of(shift)
    if look.link is Link.SIGN_IN:
        return url_for("accounts.sign_in", next=page)
    return url_for("volunteer.activities") if _leads_nowhere(shift, look) else page


def _way_in(shift: AnyShift) -> str:
    return way(Way.REGISTER, next=_page_of(shift))


def _page_of(shift: AnyShift) -> str:
    return url_for("volunteer.activity", activity_id=shift.activity_id)


def _leads_nowhere(shift: AnyShift, look: Look) -> bool:
    """Say whether the button would lead to the page it stands on; then it leads on."""
    return look.link in TO_ACTIVITY and request.path == _page_of(shift)
