"""The form of the drawn face: the number of one."""

from core.fields import IntegerField
from core.form import Form


class FaceForm(Form):
    """Which face is to be shown."""

    face = IntegerField("头像")
