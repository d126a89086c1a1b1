"""How a verdict looks: the kind of its button, the words on it, and where pressing leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from core import clock
from volunteer.activities.rules import refusals
from volunteer.sign_ups.rules.verdicts import Answer, Verdict

LONGEST_REASON = 14


class Kind(StrEnum):
    """How the button looks (look 4)."""

    GO = "go"
    WAIT = "wait"
    QUIET = "quiet"
    DONE = "done"


class Link(StrEnum):
    """Where pressing leads; the page knows the address."""

    SIGN_UP = "sign_up"
    ACTIVITY = "activity"
    MY_SIGN_UPS = "my_sign_ups"
    REMIND = "remind"
    SIGN_IN = "sign_in"
    DESK = "desk"
    HOME = "home"


TO_ACTIVITY = (Link.ACTIVITY, Link.DESK)
"""Leads to the page of the activity."""

PRESSED_AS_FORM = (Link.SIGN_UP, Link.REMIND)
"""Changes something, so it is sent as a form."""


@dataclass(frozen=True, slots=True)
class Look:
    """One button: verb and reason are msgids, `values` fill the reason (14 characters at most)."""

    kind: Kind
    verb: str
    reason: str
    link: Link
    values: Mapping[str, object] = field(default_factory=dict)


def _quiet(reason: str, link: Link = Link.ACTIVITY, verb: str = "看看怎么办") -> Look:
    return Look(Kind.QUIET, verb, reason, link)


OPENS = "%(month)s月%(day)s日 %(time)s开放"
OPENS_TODAY = "今天 %(time)s 开放"
OPENS_ON = (
    "周一 %(time)s 开放",
    "周二 %(time)s 开放",
    "周三 %(time)s 开放",
    "周四 %(time)s 开放",
    "周五 %(time)s 开放",
    "周六 %(time)s 开放",
    "周日 %(time)s 开放",
)

ANSWERS = {
    Answer.OPEN: Look(Kind.GO, "报名", "还差 %(free)s 人", Link.SIGN_UP),
    Answer.WAITING_LIST: Look(Kind.WAIT, "排候补", "已满，前面 %(ahead)s 人", Link.SIGN_UP),
    Answer.SWITCH: Look(Kind.GO, "改报这个岗位", "还差 %(free)s 人，候补自动取消", Link.SIGN_UP),
    Answer.WAITS_HERE: Look(Kind.WAIT, "候补中", "第 %(position)s 位", Link.MY_SIGN_UPS),
    Answer.NOT_SIGNED_IN: _quiet("认得您才好留位", Link.SIGN_IN, "登录后报名"),
    Answer.OPENS_LATER: _quiet(OPENS, Link.REMIND, "到时提醒我"),
    Answer.OPENS_LATER_SIGNED_OUT: _quiet(OPENS, Link.SIGN_IN, "登录后提醒我"),
    Answer.TO_BE_REMINDED: Look(Kind.DONE, "到时会提醒您", OPENS, Link.MY_SIGN_UPS),
}

REFUSALS = {
    refusals.NotForYou: _quiet("暂时不能报"),
    refusals.ActivityCalledOff: _quiet("活动取消了", verb="看说明"),
    refusals.SignUpClosed: _quiet("报名已截止", verb="看活动"),
    refusals.AlreadySignedUp: Look(Kind.DONE, "已报名", "看安排", Link.MY_SIGN_UPS),
    refusals.WaitsForAnotherPost: _quiet("已满，您在排别的岗", verb="看活动"),
    refusals.MembershipPending: _quiet("登记等社区审核", Link.HOME),
    refusals.MembershipSuspended: _quiet("资格停用，问服务台", Link.DESK),
    refusals.SignUpPaused: _quiet("停报到 %(month)s月%(day)s日", Link.MY_SIGN_UPS),
    refusals.DangerousForMinors: _quiet("未满 18 岁不参加"),
    refusals.TooYoung: _quiet("要满 %(age)s 岁"),
    refusals.TooLateForChildren: _quiet("结束太晚，不排小朋友"),
    refusals.GuardianConsentMissing: _quiet("要监护人先同意", Link.DESK),
    refusals.GuardianNotComing: _quiet("要监护人先报这场"),
    refusals.GuardianOnTheSpot: _quiet("监护人陪着来，现场登记"),
    refusals.TeamOnly: _quiet("只请本队队员"),
    refusals.QualificationMissing: _quiet("需要证书，问服务台", Link.DESK),
    refusals.TrainingMissing: _quiet("要先参加培训", Link.DESK),
    refusals.QualificationExpired: _quiet("证书到那天已过期", Link.DESK),
    refusals.TimeClash: _quiet("与《%(short)s》重叠 %(minutes)s 分钟"),
}
"""By the refusal; one that is not named looks like what it is a kind of."""


def look_of(verdict: Verdict, now: datetime, zone: str) -> Look:
    """Return the look of a verdict; when sign-up opens is said as seen from `now` in `zone`."""
    refusal = verdict.refusal
    look = ANSWERS.get(verdict.answer) or REFUSALS[_named(type(refusal))]
    if refusal is None or verdict.answer is Answer.WAITS_HERE:
        return replace(look, values=verdict.counts)
    if isinstance(refusal, refusals.NotOpenYet):
        look = replace(look, reason=_opening(refusal.opens_at, now, zone))
    values = dict(refusal.values)
    if isinstance(refusal, refusals.TimeClash):
        values["short"] = _short(str(values["title"]), look.reason, values["minutes"])
    return replace(look, values=values)


def _named(refusal: type) -> type:
    return next((kind for kind in refusal.__mro__ if kind in REFUSALS), refusals.NotForYou)


def _opening(opens_at: datetime, now: datetime, zone: str) -> str:
    day = clock.local_day(opens_at, zone)
    days = (day - clock.local_day(now, zone)).days
    if days == 0:
        return OPENS_TODAY
    return OPENS_ON[day.weekday()] if days < len(OPENS_ON) else OPENS


def _short(title: str, reason: str, minutes: object) -> str:
    """Return as much of `title` as leaves the reason at 14 characters."""
    room = LONGEST_REASON - len(reason % {"short": "", "minutes": minutes})
    return title if len(title) <= room else title[: max(1, room - 1)] + "…"
