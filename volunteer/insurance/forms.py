"""What is typed of a policy, its list, and why it is ended."""

from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from core.fields import IntegerField, Required, SelectChoice
from core.form import Form, OnceForm
from volunteer.insurance.models import Cover
from volunteer.insurance.rules.policies import PolicyFacts
from volunteer.insurance.words import COVER_WORDS

AGE = "年龄请填 0 到 120。"
MOST_PEOPLE = 500


class PolicyForm(OnceForm):
    """A policy as it lies in the drawer."""

    insurer = StringField(
        "保险公司", [Required("请写保险公司。"), Length(max=60, message="最多 60 个字。")]
    )
    policy_no = StringField(
        "保险单号", [Required("请写保险单号。"), Length(max=32, message="最多 32 个字。")]
    )
    starts_on = DateField("从哪一天起保", [Required("请填起保的日期。")])
    ends_on = DateField("保到哪一天", [Required("请填最后一天，那天也算在内。")])
    cover = RadioField(
        "保哪些人",
        [Required("请选保哪些人。")],
        choices=[SelectChoice(each.value, words) for each, words in COVER_WORDS.items()],
    )
    min_age = IntegerField("最小承保年龄", [Optional(), NumberRange(0, 120, message=AGE)])
    max_age = IntegerField(
        "最大承保年龄",
        [Optional(), NumberRange(0, 120, message=AGE)],
        description="保险单上写的承保年龄，不限的空着。很多意外险只保到 75 岁。",
    )

    @property
    def facts(self) -> PolicyFacts | None:
        """Return what a valid form says."""
        if self.starts_on.data is None or self.ends_on.data is None:
            return None
        return PolicyFacts(
            insurer=(self.insurer.data or "").strip(),
            policy_no=(self.policy_no.data or "").strip(),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            cover=Cover(self.cover.data),
            min_age=self.min_age.data,
            max_age=self.max_age.data,
        )


class PeopleForm(OnceForm):
    """Members for the list of a policy, a line each."""

    people = TextAreaField(
        "加到保险名单里",
        [Required("请写名单：一行一个，写编号或姓名。"), Length(max=20_000)],
        description="一行一个，写编号或姓名，例如 DJ0387。",
    )

    @property
    def lines(self) -> list[str]:
        """Return what stands in the lines, at most 500 of them."""
        typed = (line.strip() for line in (self.people.data or "").splitlines())
        return [line for line in typed if line][:MOST_PEOPLE]


class EndPolicyForm(Form):
    """Why a policy is ended before its last day."""

    reason = TextAreaField(
        "为什么终止", [Required("请写为什么终止。"), Length(max=200, message="最多 200 个字。")]
    )
