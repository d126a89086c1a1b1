"""Small forms of the desk: a reason, a role, a setting, a calendar day, a community."""

from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import Length, Optional

from core import inputs
from core.fields import Required, SelectChoice, Typed
from core.form import Form
from teams.models import MemberState
from teams.queries.people import MemberFilter

KINDS_OF_DAY = [SelectChoice("rest", "放假"), SelectChoice("work", "上班（调休）")]
LANGUAGES = [SelectChoice("zh", "中文"), SelectChoice("en", "English")]


class ReasonForm(Form):
    """Why a step is taken."""

    reason = StringField("原因", [Required("请写明原因。"), Typed(inputs.note(60))])


class ReadingForm(ReasonForm):
    """Which field is read in full, and what for."""

    field = SelectField("看哪一项")


class ExportForm(Form):
    """What a list is taken out for, and which filter it was narrowed by."""

    q = HiddenField()
    state = HiddenField()
    team = HiddenField()
    reason = StringField(
        "用来做什么",
        [Required("请写明用途。"), Typed(inputs.note(60))],
        description="例如：5月入户走访联系志愿者。",
    )

    def wanted(self) -> MemberFilter:
        """Return the filter of the page this came from; what is no filter narrows nothing."""
        team, state = str(self.team.data or ""), self.state.data
        return MemberFilter(
            words=str(self.q.data or "")[:60],
            state=next((each for each in MemberState if each.value == state), None),
            team_id=int(team) if team.isascii() and team.isdigit() and len(team) < 19 else None,
        )


class PreviewForm(Form):
    """Whose menu and permissions are to be looked at."""

    whose = StringField(
        "编号、姓名或手机号",
        [Required("请填编号、姓名或手机号。"), Length(max=120)],
        description="例如 DJ0387、张长青、zcq。",
    )


class RoleForm(Form):
    """Whom to give which role over which team."""

    number = StringField(
        "编号、姓名或手机号",
        [Required("请填编号、姓名或手机号。"), Length(max=120)],
        description="例如 DJ0387、张长青、zcq。",
    )
    role = SelectField("岗位")
    team = SelectField("队伍（队长、副队长要选）", coerce=int)


class SettingForm(Form):
    """A new value of one setting, and the day it begins to count."""

    value = StringField("改成", [Required("请填新的值。"), Length(max=40)])
    starts_on = StringField("从哪天起", [Required("请填日期。"), Typed(inputs.on_date)])
    reason = StringField("为什么改", [Required("请写明原因。"), Typed(inputs.note(100))])


class CalendarDayForm(Form):
    """One day that is worked, or not, against the state's calendar."""

    on_date = StringField("日期", [Required("请填日期。"), Typed(inputs.on_date)])
    kind = SelectField(
        "这一天", choices=[SelectChoice("rest", "放假"), SelectChoice("work", "上班（调休）")]
    )
    note = StringField("说明", [Required("请写明依据。"), Typed(inputs.note(60))])


class TakeBackForm(Form):
    """The day whose word is taken back."""

    on_date = StringField("日期", [Required("请填日期。"), Typed(inputs.on_date)])


class CommunityForm(Form):
    """A new community."""

    name = StringField("社区名称", [Required("请填名称。"), Typed(inputs.note(30))])
    slug = StringField(
        "地址名",
        [Required("请填地址名。"), Typed(inputs.slug)],
        description="出现在网址里，例如 dongjie，以后不能改。",
    )
    prefix = StringField(
        "编号字头",
        [Required("请填编号字头。"), Length(min=2, max=3, message="两到三个大写字母。")],
        description="志愿者编号的开头，例如 DJ，全县不能重复。",
    )
    county = SelectField("属于", coerce=int)
    phone = StringField("服务台电话", [Optional(), Length(max=30)])


class FirstAdminForm(Form):
    """Who becomes administrator of a community."""

    name = StringField("姓名", [Required("请填姓名。"), Typed(inputs.person_name)])
    birth_on = StringField("出生日期", [Required("请填出生日期。"), Typed(inputs.on_date)])
    phone = StringField("手机号", [Required("请填手机号。"), Typed(inputs.phone)])


class CountyAdminForm(FirstAdminForm):
    """Who becomes another administrator of which county."""

    county = SelectField("哪个县", coerce=int)


class ContactForm(Form):
    """What a member changes of himself."""

    name = StringField("姓名", [Required("请填姓名。"), Typed(inputs.person_name)])
    address = StringField("住址", [Optional(), Typed(inputs.note(60))])
    skills = StringField("特长", [Optional(), Typed(inputs.note(60))])
    available_times = StringField("有空的时间", [Optional(), Typed(inputs.note(60))])


class SwitchForm(Form):
    """How somebody wants to read."""

    elder = BooleanField("长辈版（大字、少选项）")
    large = BooleanField("大字")
    contrast = BooleanField("高对比")
    language = SelectField(
        "语言", choices=[SelectChoice("zh", "中文"), SelectChoice("en", "English")]
    )


def team_choices(teams: list[Any], none_words: str) -> list[SelectChoice]:
    """Return the teams as choices, none first."""
    return [SelectChoice(0, none_words)] + [SelectChoice(team.id, team.name) for team in teams]
