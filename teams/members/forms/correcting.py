"""What the desk puts right: a member's fields, and who answers for a minor."""

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, Optional

from accounts.models import GUARDIANS_SCOPES, ConsentScope
from accounts.rules.corrections import PersonFields
from core import inputs, resident_number
from core.fields import Required, Typed, value_of
from core.form import Form
from teams.members.models import Team
from teams.members.rules.corrections import Correction
from teams.members.rules.guardians import GuardianFields

KEEP = "不改就空着。"


class CorrectionForm(Form):
    """A member's fields: what is covered elsewhere is not filled in, and stays when left empty."""

    name = StringField("改姓名", [Optional(), Typed(inputs.person_name)], description=KEEP)
    birth_on = StringField(
        "改出生日期",
        [Optional(), Typed(inputs.on_date)],
        description="例如 1960-05-16。不改就空着。",
    )
    phone = StringField("新的手机号", [Optional(), Typed(inputs.phone)], description=KEEP)
    no_phone = BooleanField("不再留手机号")
    resident_number = StringField(
        "新的身份证号",
        [Optional(), Typed(resident_number.read_number)],
        description="不改就空着。只用于保险和出具证明，本人同意才填。",
    )
    no_resident_number = BooleanField("不再留身份证号")
    address = StringField("新的住址", [Optional(), Typed(inputs.note(60))], description=KEEP)
    no_address = BooleanField("不再留住址")
    skills = StringField("特长", [Optional(), Typed(inputs.note(60))])
    available_times = StringField("有空的时间", [Optional(), Typed(inputs.note(60))])
    place = SelectField("网格、小区、楼栋", coerce=int)
    team = SelectField("主队", coerce=int, description="选了还没加入的队，就由服务台直接收下。")
    reason = StringField(
        "看了什么证件，为什么改",
        [Required("请写明看了什么证件、为什么改。"), Typed(inputs.note(60))],
    )

    @property
    def changes_sign_in(self) -> bool:
        """Say whether phone or resident number are to change: by them somebody is known."""
        touched = (self.phone, self.no_phone, self.resident_number, self.no_resident_number)
        return any(field.data for field in touched)

    def correction(self, teams: list[Team]) -> Correction:
        """Return what was found, once `validate` is content."""
        ticked = {
            "phone": self.no_phone.data,
            "resident_number": self.no_resident_number.data,
            "address": self.no_address.data,
        }
        fields = PersonFields(
            value_of(self.name),
            value_of(self.birth_on),
            address=value_of(self.address),
            phone=value_of(self.phone),
            resident_number=value_of(self.resident_number),
            drops=frozenset(name for name, is_ticked in ticked.items() if is_ticked),
        )
        return Correction(
            fields,
            skills=value_of(self.skills) or "",
            available_times=value_of(self.available_times) or "",
            reason=value_of(self.reason),
            home_team=next((team for team in teams if team.id == self.team.data), None),
            place_id=self.place.data or None,
        )


class GuardianForm(Form):
    """Who answers for a minor, and what that person agreed to when asked."""

    name = StringField("监护人姓名", [Optional(), Typed(inputs.person_name)])
    kinship = StringField("和孩子的关系", [Required("请填是孩子的什么人。"), Length(max=10)])
    phone = StringField("监护人手机号", [Optional(), Typed(inputs.phone)])
    number = StringField(
        "监护人的志愿者编号",
        [Optional(), Typed(inputs.volunteer_number)],
        description="监护人也是志愿者的请填：监护人报了名，不满 14 岁的孩子才能报同一场。",
    )
    agreed = BooleanField("已当面或打电话核实，监护人同意孩子参加志愿服务")
    photo = BooleanField("监护人同意：活动照片里可以有孩子")
    ranking = BooleanField("监护人同意：排行里可以有孩子")
    position = BooleanField("监护人同意：签到时核对孩子在不在现场（不留轨迹）")
    identity_number = BooleanField("监护人同意：留存孩子的证件号码，用于保险和出具证明")

    def fields(self) -> GuardianFields:
        """Return what was noted, once `validate` is content."""
        return GuardianFields(
            value_of(self.name),
            (self.kinship.data or "").strip(),
            value_of(self.phone),
            value_of(self.number),
            bool(self.agreed.data),
            frozenset(scope for scope in GUARDIANS_SCOPES if self[scope.value].data),
        )


def wishes_of(live: set[ConsentScope]) -> dict[str, bool]:
    """Return the ticks of what a guardian agreed to before."""
    return {scope.value: scope in live for scope in GUARDIANS_SCOPES}
