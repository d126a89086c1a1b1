"""What a kind of activity is, and from which day on it counts and earns what."""

import re
from datetime import date
from decimal import Decimal

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from core import inputs
from core.fields import IntegerField, Required, SelectChoice, Typed, value_of
from core.form import OnceForm
from core.inputs import BadInput
from teams.members.models import Team
from volunteer.activities.models import RiskLevel
from volunteer.activities.rules.kind_notices import NoticeWords
from volunteer.activities.rules.kinds import KindFacts, KindValues
from volunteer.activities.words import RISK_WORDS


def hundredths(text: str) -> int:
    """Read a coefficient, 1.2, as integer hundredths. Raises BadInput."""
    plain = inputs.folded(text)
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2})?", plain):
        raise BadInput("请写成 1.2 这样的数，最多两位小数。")
    return int(Decimal(plain) * 100)


def coefficient_words(number: int) -> str:
    """Write hundredths as a coefficient: 120 is 1.2."""
    return f"{Decimal(number) / 100:f}"


class KindBasicsForm(OnceForm):
    """What a kind is, and what a new activity of it begins with."""

    name = StringField("叫什么", [Required("请写名称。"), Typed(inputs.note(30))])
    team_code = SelectField("一般由哪支队伍")
    typical_minutes = IntegerField(
        "一般多久（分钟）",
        [Required("请填分钟。"), NumberRange(30, 1440, message="请填 30 到 1440 分钟。")],
    )
    min_age = IntegerField("最低年龄", [Required("请填年龄。"), NumberRange(0, 100)])
    takes_guarded_minors = BooleanField("不满 14 岁可以由监护人陪同参加")
    risk = SelectField(
        "风险", choices=[SelectChoice(level.value, words) for level, words in RISK_WORDS.items()]
    )

    def offer(self, teams: list[Team]) -> None:
        """Offer the teams, none first."""
        self.team_code.choices = [SelectChoice("", "哪支都可以")] + [
            SelectChoice(team.code, team.name) for team in teams
        ]

    def facts(self, *, is_active: bool = True) -> KindFacts:
        """Return what was filled in, once `validate` is content."""
        return KindFacts(
            name=value_of(self.name),
            team_code=self.team_code.data or None,
            typical_minutes=int(self.typical_minutes.data or 0),
            min_age=int(self.min_age.data or 0),
            takes_guarded_minors=bool(self.takes_guarded_minors.data),
            risk=RiskLevel(self.risk.data),
            is_active=is_active,
        )


class KindFactsForm(KindBasicsForm):
    """What a kind is, and whether it is still offered."""

    is_active = BooleanField("在用", description="停用的不再拿来发活动，发过的照旧。")


class KindFiguresForm(OnceForm):
    """What a service of a kind counts and earns."""

    cap_minutes = IntegerField("一次最多记多少分钟", [Required("请填分钟。"), NumberRange(0, 9999)])
    coefficient = StringField(
        "积分系数",
        [Required("请填系数。"), Typed(hundredths)],
        description="1 是平常，1.5 是一倍半，0 是不按时长给分。",
    )
    night = StringField("夜间另加", [Required("没有就填 0。"), Typed(hundredths)])
    flat_points = IntegerField("每次另给几分", [Required("没有就填 0。"), NumberRange(0, 1000)])

    def values(self, starts_on: date, reason: str) -> KindValues:
        """Return what was filled in, once `validate` is content."""
        return KindValues(
            starts_on=starts_on,
            cap_minutes=int(self.cap_minutes.data or 0),
            coefficient_hundredths=value_of(self.coefficient),
            night_addition_hundredths=value_of(self.night),
            flat_points=int(self.flat_points.data or 0),
            reason=reason,
        )


class KindValuesForm(KindFiguresForm):
    """From which day on a kind counts and earns otherwise, and why."""

    starts_on = StringField(
        "从哪天起",
        [Required("请写日期。"), Typed(inputs.on_date)],
        description="最早明天。那天以前结束的活动照旧。",
    )
    reason = StringField("为什么改", [Required("请写明原因。"), Typed(inputs.note(60))])


class NewKindForm(KindBasicsForm, KindFiguresForm):
    """A whole new kind, with what may happen."""

    risk_words = TextAreaField(
        "要知道的风险",
        [
            Required("请写可能有的风险，志愿者报名前要看到。"),
            Length(min=4, max=500, message="风险提示写 4 到 500 个字。"),
        ],
    )
    bring = TextAreaField("来的时候带上", [Optional(), Length(max=200)])

    def words(self) -> NoticeWords:
        """Return what is told before coming."""
        return NoticeWords(self.risk_words.data or "", self.bring.data or "")
