"""What is typed about a standing: which post and days, who is asked, until when it is paused."""

from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import Length, Optional, Regexp

from core.fields import Required, SelectChoice
from core.form import OnceForm
from core.inputs import of_card
from core.paging import row_number
from volunteer.regulars.words import DAY_WORDS, EVERY

DAYS = (("", EVERY), *((str(at), words) for at, words in enumerate(DAY_WORDS)))


class AskForm(OnceForm):
    """One press: the number of a post, and a day of the week or nothing for all."""

    post = HiddenField(validators=[Required("请选岗位。"), Regexp("[1-9][0-9]{0,17}$")])
    weekday = HiddenField(validators=[Optional(), Regexp("[0-6]$")])

    @property
    def post_id(self) -> int:
        """Return the number of the post of a valid form."""
        return row_number(self.post.data or "") or 0

    @property
    def day(self) -> int | None:
        """Return the day of the week of a valid form, None for all shifts."""
        return int(self.weekday.data) if self.weekday.data else None


class OfferForm(OnceForm):
    """Who is asked to come each time, to which post, on which days."""

    volunteer_no = StringField(
        "编号、姓名或手机号",
        [Required("请填编号、姓名或手机号。"), Length(max=120)],
        filters=[of_card],
        description="例如 DJ0387、张长青、zcq",
    )
    post = SelectField("岗位", [Required("请选岗位。")], coerce=int)
    weekday = SelectField(
        "哪几场",
        [Optional()],
        choices=[SelectChoice(value, words) for value, words in DAYS],
    )

    @property
    def day(self) -> int | None:
        """Return the day of the week of a valid form, None for all shifts."""
        return int(self.weekday.data) if self.weekday.data else None


class PauseForm(OnceForm):
    """Until which day nothing is kept."""

    until_on = DateField("暂停到", [Required("请选日期。")])
