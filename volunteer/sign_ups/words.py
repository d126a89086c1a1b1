"""Chinese names of the states of a sign-up and of its marks."""

from volunteer.sign_ups.models import SignUpState, WarningKind

SIGN_UP_WORDS: dict[SignUpState, str] = {
    SignUpState.APPROVED: "已报名",
    SignUpState.WAITLISTED: "候补",
    SignUpState.CANCELLED: "已取消",
    SignUpState.LATE_CANCELLED: "临时取消",
    SignUpState.LAPSED: "候补已过",
    SignUpState.EXCUSED: "请假",
    SignUpState.CHECKED_IN: "在岗",
    SignUpState.CHECKED_OUT: "已签退",
    SignUpState.NO_SHOW: "没来",
    SignUpState.CONFIRMED: "已核时",
}


MARK_WORDS: dict[WarningKind, str] = {
    WarningKind.LATE_CANCEL: "临时取消",
    WarningKind.NO_SHOW: "没来",
}

ARRIVED_BY_WORDS: dict[str, str] = {
    "qr": "本人扫码",
    "spoken": "本人报数字",
    "card": "扫卡",
    "leader": "带队人登记",
    "later": "带队人现场点的，后来补传",
    "paper": "纸质签到表",
    "makeup": "补录",
}
"""How an arrival was attested, by what the sign-up keeps of it."""
