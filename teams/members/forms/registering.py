"""Registration: five fields, separate consents, and a guardian for the young."""

from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import Optional

from accounts.models import ConsentScope
from accounts.rules.people import NewGuardian, NewPerson
from core import inputs, resident_number
from core.fields import Required, Typed, value_of
from core.form import Form
from teams.members.rules.registering import Registration, Said


class PersonForm(Form):
    """What is asked of everybody, at the desk or not."""

    name = StringField("姓名", [Required("请填姓名。"), Typed(inputs.person_name)])
    birth_on = StringField(
        "出生日期",
        [Required("请填出生日期。"), Typed(inputs.on_date)],
        description="例如 1960-05-16。",
    )
    team = SelectField("想参加的队伍", coerce=int)
    agrees_to_record = BooleanField("我看过个人信息说明，同意登记和记录志愿服务（必选）")
    public_name = BooleanField("公示和荣誉墙上可以写我的姓，其余打星号")
    photo = BooleanField("活动照片里可以有我")
    guardian_name = StringField("监护人姓名", [Optional(), Typed(inputs.person_name)])
    guardian_phone = StringField("监护人手机号", [Optional(), Typed(inputs.phone)])

    def wishes(self) -> frozenset[ConsentScope]:
        """Return the optional consents that were ticked."""
        ticked = {
            ConsentScope.PUBLIC_NAME: self.public_name.data,
            ConsentScope.PHOTO: self.photo.data,
        }
        return frozenset(scope for scope, is_ticked in ticked.items() if is_ticked)

    def guardian(self) -> NewGuardian | None:
        """Return the guardian when both fields are filled in."""
        name, phone = value_of(self.guardian_name), value_of(self.guardian_phone)
        return NewGuardian(name, phone) if name and phone else None


PAGE = (
    "name",
    "phone",
    "birth_on",
    "guardian_name",
    "guardian_phone",
    "team",
    "password",
    "agrees_to_record",
    "public_name",
    "photo",
)
"""The fields as they stand on the page, and as its summary names what is amiss."""


class RegisterForm(PersonForm):
    """Somebody registers without the desk: with a phone and a password.

    Guardian and optional consents change places with the age: nobody is asked more than eight.
    """

    phone = StringField("手机号", [Required("请填手机号。"), Typed(inputs.phone)])
    password = PasswordField(
        "设一个密码", [Required("请设一个密码。")], description="至少 10 个字，用来登录。"
    )

    def __init__(self) -> None:
        super().__init__()
        held = vars(self)["_fields"]
        rest = [name for name in held if name not in PAGE]
        in_order = {name: held[name] for name in (*PAGE, *rest)}
        held.clear()
        held.update(in_order)
        for each in (self.guardian_name, self.guardian_phone):
            each.flags.required = True

    def said(self) -> Said:
        """Return what could be read, whether or not `validate` is content."""
        return Said(
            value_of(self.name),
            value_of(self.phone),
            value_of(self.birth_on),
            bool(self.agrees_to_record.data),
            value_of(self.guardian_name),
            value_of(self.guardian_phone),
        )

    def registration(self) -> Registration:
        """Return what was said, once `validate` is content."""
        person = NewPerson(
            value_of(self.name),
            value_of(self.birth_on),
            phone=value_of(self.phone),
            guardian=self.guardian(),
        )
        return Registration(
            person,
            team_id=self.team.data or None,
            wishes=self.wishes(),
            agrees_to_record=bool(self.agrees_to_record.data),
        )


class DeskForm(PersonForm):
    """The desk registers somebody: phone and resident number may stay empty."""

    phone = StringField(
        "手机号", [Optional(), Typed(inputs.phone)], description="没有手机可以不填。"
    )
    resident_number = StringField(
        "身份证号",
        [Optional(), Typed(resident_number.read_number)],
        description="只用于保险和出具证明，本人同意才填。",
    )
    skills = StringField("特长", [Optional(), Typed(inputs.note(60))])
    guardian_number = StringField(
        "监护人的志愿者编号",
        [Optional(), Typed(inputs.volunteer_number)],
        description="监护人也是志愿者的请填：监护人报了名，不满 14 岁的孩子才能报同一场。",
    )
    guardian_agrees = BooleanField("已联系监护人，监护人同意")

    def registration(self) -> Registration:
        """Return what was said, once `validate` is content."""
        number = value_of(self.resident_number)
        person = NewPerson(
            value_of(self.name),
            value_of(self.birth_on),
            phone=value_of(self.phone),
            resident_number=number.text if number else None,
            sex=number.sex if number else None,
            guardian=self.guardian(),
        )
        wishes = self.wishes() | ({ConsentScope.RESIDENT_NUMBER} if number else set())
        return Registration(
            person,
            team_id=self.team.data or None,
            wishes=frozenset(wishes),
            agrees_to_record=bool(self.agrees_to_record.data),
            skills=value_of(self.skills) or "",
            has_guardian_agreed=bool(self.guardian_agrees.data),
            guardian_number=value_of(self.guardian_number),
        )


class KnownForm(DeskForm):
    """Somebody known from another community joins this one, the document in the worker's hand."""

    seen = BooleanField(
        "已核对证件原件，姓名、出生日期和本人一致", [Required("请先核对证件原件，再勾这一项。")]
    )
