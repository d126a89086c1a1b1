"""What is pressed about an activity or a shift as a whole."""

from wtforms import TextAreaField
from wtforms.validators import Length, NumberRange

from core.fields import IntegerField, Required
from core.form import Form, OnceForm


class CallOffForm(OnceForm):
    """Cancelling an occasion: everybody is told why."""

    reason = TextAreaField(
        "取消原因",
        [
            Required("请写取消的原因，报名的人会看到。"),
            Length(max=200, message="原因最多 200 个字，请写短一点。"),
        ],
    )


class SendBackForm(Form):
    """Sending a waiting activity back: what is to be put right."""

    correction = TextAreaField(
        "要改什么",
        [
            Required("请写清楚要改什么，带队人会看到。"),
            Length(max=200, message="最多 200 个字，请写短一点。"),
        ],
    )


class PlacesForm(OnceForm):
    """A new number of places."""

    places = IntegerField(
        "名额",
        [
            Required("请填名额。"),
            NumberRange(1, 500, message="名额请填 1 到 500。"),
        ],
    )


class ActForm(OnceForm):
    """A press and nothing else."""
