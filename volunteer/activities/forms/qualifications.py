"""What the desk types of a certificate it has seen."""

from wtforms import DateField, SelectField

from core.fields import Required, SelectChoice
from core.form import OnceForm
from volunteer.activities.models import QualificationKind
from volunteer.activities.words import QUALIFICATION_WORDS


class QualificationForm(OnceForm):
    """Which certificate, and the last day it is good."""

    kind = SelectField(
        "哪种证件",
        [Required("请选一种证件。")],
        choices=[SelectChoice(kind.value, words) for kind, words in QUALIFICATION_WORDS.items()],
    )
    last_on = DateField("用到哪一天", [Required("请填证件的最后一天。")])

    @property
    def chosen(self) -> QualificationKind:
        """Return the kind chosen in a valid form."""
        return QualificationKind(self.kind.data)
