"""What is told before coming to a kind of activity, as it is typed."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, Optional

from core.fields import Required
from core.form import OnceForm


class KindNoticeForm(OnceForm):
    """The next version; `seen_number` is the version the form was opened with."""

    seen_number = HiddenField(validators=[Length(max=9)])
    risk = TextAreaField(
        "要知道的风险",
        [
            Required("请写可能有的风险，志愿者报名前要看到。"),
            Length(min=4, max=500, message="风险提示写 4 到 500 个字。"),
        ],
        description="《志愿服务条例》第十二条：招募时要说明可能的风险。",
    )
    bring = TextAreaField(
        "来的时候带上",
        [Optional(), Length(max=200, message="最多 200 个字，请写短一点。")],
        description="例如 手套、水杯，穿防滑的鞋。",
    )
