"""What is typed of when the shop is open: spans of a day, days of a month, days that differ."""

import re
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Any

from flask_babel import lazy_gettext
from wtforms import FieldList, FormField, StringField
from wtforms.validators import Length, Optional

from core import wording
from core.errors import BadRequest
from core.fields import Required
from core.form import Form, OnceForm
from core.inputs import DASHES, BadInput, folded, on_date
from core.template_filters import tongue
from points.goods.forms.goods import NEEDED, Read
from points.goods.rules.opening_changes import SpecialDays, UsualHours, refuse_spans
from points.goods.rules.opening_words import A_MONDAY, spans_words, together
from points.goods.rules.shops import Calendar, Span

MOST_MONTH_ROWS = 8
LONGEST = 80
UNREADABLE = "请写成 9:00—11:30，几段之间用逗号隔开；不开门就空着。"
SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})(?:[-~]+|至|到)([0-9]{1,2}):([0-9]{2})")
O_CLOCK = re.compile(r"([0-9]{1,2})点(半|[0-9]{2}分?)?")


def spans_of(text: str) -> tuple[Span, ...]:
    """Read the spans of one day, such as 9:00—11:30，14:30—17:00 or 9点到11点半; in order.

    Raises BadInput for what is no span, ends before it begins, overlaps, or is too many.
    """
    plain = O_CLOCK.sub(_clock_of, folded(text).translate(DASHES))
    parts = [part for part in re.split(r"[,、;。和]", re.sub(r"\s+", "", plain)) if part]
    spans = tuple(sorted(_span(part) for part in parts))
    try:
        refuse_spans(spans)
    except BadRequest as wrong:
        raise BadInput(wrong.sentence) from wrong
    return spans


def _clock_of(found: re.Match[str]) -> str:
    digits = found[2] or "00"
    minutes = digits[:2] if digits[:2].isdigit() else "30"
    return f"{found[1]}:{minutes}"


def _span(part: str) -> Span:
    found = SPAN.fullmatch(part)
    if found is None or int(found[2]) > 59 or int(found[4]) > 59:
        raise BadInput(UNREADABLE)
    return Span(int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4]))


def month_days_of(text: str) -> tuple[int, ...]:
    """Read days of a month, such as 1、15日. Raises BadInput for anything but 1 to 31."""
    plain = re.sub(r"[每月日号\s]+", " ", folded(text))
    days = [int(each) if each.isdigit() else 0 for each in re.split(r"[ ,、;和]+", plain) if each]
    if not days or not all(1 <= day <= 31 for day in days):
        raise BadInput("请填 1 到 31 的日子，几天之间用顿号隔开，例如 1、15。")
    return tuple(sorted(set(days)))


class MonthRow(Form):
    """Hours of some days of every month; a row in which nothing is typed is none."""

    class Meta(Form.Meta):
        """The token stands in the whole form, once."""

        csrf = False

    days = Read(lazy_gettext("每月几日"), month_days_of, [Optional(), Length(max=LONGEST)])
    spans = Read(lazy_gettext("这几日的时间"), spans_of, [Optional(), Length(max=LONGEST)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the row: days and times stand together or not at all."""
        fits: bool = super().validate(extra_validators)
        lonely = [each for each in (self.days, self.spans) if not (each.data or "").strip()]
        if fits and len(lonely) == 1:
            lonely[0].errors = [lazy_gettext("日子和时间要一起填。不要这一行，就把两格都清空。")]
        return fits and len(lonely) != 1


class OpeningForm(Form):
    """The usual hours of a shop, as a whole."""

    weekdays = FieldList(
        Read("", spans_of, [Optional(), Length(max=LONGEST)]), min_entries=7, max_entries=7
    )
    months = FieldList(FormField(MonthRow), min_entries=1, max_entries=MOST_MONTH_ROWS)
    note = StringField(
        lazy_gettext("还要说一句"),
        [Optional(), Length(max=120)],
        description=lazy_gettext("例如 法定节假日看门口通知"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ahead, bound in enumerate(self.weekdays):
            bound.label.text = wording.weekday(A_MONDAY + timedelta(days=ahead), tongue())
            bound.flags.required = True  # empty means shut, so nothing says it may be left out

    def offer_row(self) -> None:
        """Let one blank row stand at the end, while more fit."""
        is_full = len(self.months) >= MOST_MONTH_ROWS
        if not is_full and any((each or "").strip() for each in self.months[-1].data.values()):
            self.months.append_entry()

    def hours(self) -> UsualHours:
        """Return what was typed."""
        monthly: dict[int, tuple[Span, ...]] = {}
        for row in self.months:
            for day in row.form.days.value or ():
                monthly[day] = tuple(sorted((*monthly.get(day, ()), *row.form.spans.value)))
        weekly = {at: each.value for at, each in enumerate(self.weekdays) if each.value}
        return UsualHours(weekly=weekly, monthly=monthly, note=(self.note.data or "").strip())


def typed_of(calendar: Calendar, note: str) -> dict[str, object]:
    """Return what the form shows of hours that stand."""
    rows: Iterable[tuple[list[int], tuple[Span, ...]]] = together(calendar.monthly)
    return {
        "weekdays": [spans_words(calendar.weekly.get(day, ())) for day in range(7)],
        "months": [
            {"days": "、".join(str(day) for day in days), "spans": spans_words(spans)}
            for days, spans in islice(rows, MOST_MONTH_ROWS)
        ],
        "note": note,
    }


class SpecialForm(OnceForm):
    """Days that differ: shut, or other hours."""

    first_on = Read(
        lazy_gettext("从哪天起"),
        on_date,
        [Required(NEEDED), Length(max=20)],
        description=lazy_gettext("写成 2027-01-31"),
    )
    last_on = Read(lazy_gettext("到哪天（只有一天就空着）"), on_date, [Optional(), Length(max=20)])
    spans = Read(
        lazy_gettext("开放时间（不开门就空着）"), spans_of, [Optional(), Length(max=LONGEST)]
    )
    reason = StringField(
        lazy_gettext("为什么"),
        [Required(NEEDED), Length(max=60)],
        description=lazy_gettext("例如 春节、盘点，大家都看得到"),
    )

    def days(self) -> SpecialDays:
        """Return what was typed."""
        first_on = self.first_on.value
        return SpecialDays(
            first_on=first_on,
            last_on=self.last_on.value or first_on,
            spans=self.spans.value or (),
            reason=(self.reason.data or "").strip(),
        )


class DropSpecialForm(OnceForm):
    """Taking back what was said of some days."""

    first_on = Read("", on_date, [Required(NEEDED)])
    last_on = Read("", on_date, [Required(NEEDED)])
