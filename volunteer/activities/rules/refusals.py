"""Why somebody may not sign up just now."""

from datetime import date, datetime
from typing import ClassVar

from core import wording
from core.errors import RuleError


class NotForYou(RuleError):
    """The state of the shift or of the reader says no.

    `to_leader` is the same said to who adds a member at the place, where the words would differ.
    """

    code = "not_eligible"
    message = "这一场您现在不能报名。"
    to_leader: ClassVar[str] = ""


def said_to_leader(refusal: RuleError) -> RuleError:
    """Return `refusal` in the words for who adds somebody else."""
    if isinstance(refusal, NotForYou) and refusal.to_leader:
        refusal.message = refusal.to_leader
    return refusal


class ActivityCalledOff(NotForYou):
    """The activity or this occasion was cancelled or withdrawn."""

    code = "sign_up_closed"
    message = "这场活动取消了，不算您失约。看看别的活动吧。"


class SignUpClosed(NotForYou):
    """Sign-up has closed; equal to the closing time is too late."""

    code = "sign_up_closed"
    message = "这场已经停止报名。想去的话，请打电话给社区。"


class NotOpenYet(NotForYou):
    """Sign-up has not opened; the opening moment itself is in time."""

    code = "sign_up_closed"
    message = "这场 %(month)s月%(day)s日 %(time)s 开放报名，到时再来。"

    def __init__(self, opens_at: datetime, zone: str) -> None:
        super().__init__(**wording.day_and_time(opens_at, zone))
        self.opens_at = opens_at


class AlreadySignedUp(NotForYou):
    """The member has a live sign-up for this shift."""

    code = "already_signed_up"
    message = "这场您已经报过名了，在“我的报名”里可以看到。"
    to_leader = "这位已经在名单上，在现场板点“到岗”就行。"


class WaitsForAnotherPost(AlreadySignedUp):
    """The post is full, and the member waits for another of the same activity."""


class MembershipPending(NotForYou):
    """The registration waits for a coordinator (contract 9): one may look, not sign up."""

    message = "您的登记还在等社区审核，通过后就能报名。急的话请到服务台。"


class MembershipSuspended(NotForYou):
    """The membership does not stand: suspended, withdrawn or anonymised."""

    message = "您的志愿者资格现在停用，请到社区服务台问一问。"
    to_leader = "这位的志愿者资格现在停用，不能加。请本人到服务台问一问。"


class SignUpPaused(NotForYou):
    """Three marks within 90 days paused signing up (T19); the pause ends at `paused_until`."""

    message = "最近几次没来或临时取消，报名停到 %(month)s月%(day)s日 %(time)s，之后可以再报。"

    def __init__(self, paused_until: datetime, zone: str) -> None:
        super().__init__(**wording.day_and_time(paused_until, zone))


class DangerousForMinors(NotForYou):
    """Minors are never organised for dangerous activities (provincial rules, T27); no override."""

    message = "这场有危险，按规定不组织未成年人参加，带队人也不能例外。"


class TooYoung(NotForYou):
    """Younger on the day of the shift than the activity takes (T26)."""

    message = "这场要满 %(age)s 岁，按活动那天的年龄算。"


class TooLateForChildren(NotForYou):
    """Those who need company are not asked to stay after the evening hour (domain 5.3)."""

    message = "这场 %(hour)s 点以后才结束，不满 %(age)s 岁的小志愿者不安排。"


class GuardianConsentMissing(NotForYou):
    """A minor needs the guardian's consent (PIPL 31, domain 5.3)."""

    message = "未成年人报名要监护人同意，请监护人到服务台签一次同意书。"


class GuardianNotComing(NotForYou):
    """A child under 14 comes with the guardian, who has a place in the same activity."""

    message = "不满 %(age)s 岁要监护人一起来：请监护人先报同一场，再来报您的。"
    to_leader = "不满 %(age)s 岁要监护人陪着。看到监护人在场，勾“监护人在场，一直陪着”再登记。"


class GuardianOnTheSpot(NotForYou):
    """A child under 14 whose guardian has no number is added by the leader, who sees both."""

    message = "不满 %(age)s 岁要监护人一起来。监护人没有编号的，当天陪着来，由带队人现场登记。"
    to_leader = "不满 %(age)s 岁要监护人陪着。看到监护人在场，勾“监护人在场，一直陪着”再登记。"


class TeamOnly(NotForYou):
    """Only for members of the team that holds it."""

    message = "这场只请%(team)s的队员。先申请加入队伍，队长同意后就能报。"


class QualificationMissing(NotForYou):
    """The post takes a statutory qualification the desk has not seen (条例 16)."""

    message = (
        "按《志愿服务条例》第十六条，这个岗位要有资格证件。请带证件到服务台登记，登记好就能报。"
    )


class MedicalLicenceMissing(QualificationMissing):
    """Whoever treats people is licensed for it (条例 16)."""

    message = "按《志愿服务条例》第十六条，义诊要有医师、护士等执业证书。请带证书到服务台登记。"


class CounselLicenceMissing(QualificationMissing):
    """Counselling and legal aid take their own certificates (条例 16)."""

    message = (
        "按《志愿服务条例》第十六条，这个岗位要有心理咨询或法律职业证书。请带证书到服务台登记。"
    )


class FirstAidMissing(QualificationMissing):
    """The post asks for a first-aid certificate."""

    message = "这个岗位要有急救证。请带证件到服务台登记，登记好就能报。"


class TrainingMissing(QualificationMissing):
    """The post needs skill, so it is trained for first (条例 16)."""

    message = (
        "按《志愿服务条例》第十六条，这个岗位要先参加培训。请先报一场培训，或者到服务台问一问。"
    )


class QualificationExpired(QualificationMissing):
    """The certificate is over before the day of the shift; its last day itself is in time."""

    message = "您的证件 %(year)s年%(month)s月%(day)s日到期，这场在那以后。换了新证请到服务台登记。"
    to_leader = "这位的证件 %(year)s年%(month)s月%(day)s日到期，换了新证登记好才能加。"

    def __init__(self, last_on: date) -> None:
        super().__init__(**wording.year_month_day(last_on))


class TimeClash(NotForYou):
    """The times overlap a live sign-up; touching is no clash (T6)."""

    code = "time_clash"
    message = "与《%(title)s》时间重叠 %(minutes)s 分钟。要报这场，先取消那一场。"
