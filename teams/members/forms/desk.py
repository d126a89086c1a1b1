"""Small forms of the desk: reason, role, setting, calendar day, community; teams to choose."""

from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import Optional

from core import inputs
from core.fields import Required, SelectChoice, Typed
from core.form import Form
from core.paging import row_number
from teams.members.models import MemberState, Team
from teams.members.queries.people import MemberFilter


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
    no_secret = HiddenField()
    place = HiddenField()
    reason = StringField(
        "用来做什么",
        [Required("请写明用途。"), Typed(inputs.note(60))],
        description="例如：5月入户走访联系志愿者。",
    )

    def wanted(self) -> MemberFilter:
        """Return the filter of the page this came from; what is no filter narrows nothing."""
        state = self.state.data
        return MemberFilter(
            words=str(self.q.data or "")[:60],
            state=next((each for each in MemberState if each.value == state), None),
            team_id=row_number(str(self.team.data or "")),
            has_no_secret=bool(self.no_secret.data),
            place_id=row_number(str(self.place.data or "")),
        )


class ContactForm(Form):
    """What a member changes without the desk."""

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


def team_choices(teams: list[Team], none_words: str) -> list[SelectChoice]:
    """Return the teams as choices, none first."""
    return [SelectChoice(0, none_words)] + [SelectChoice(team.id, team.name) for team in teams]
