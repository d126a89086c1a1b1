"""What the honours answer when they say no."""

from core.errors import AlreadyDone, BadRequest, NotFound, OwnCase, RuleError


class StepTooEarly(RuleError):
    """A step of a round is asked for before the one in front of it was taken."""

    code = "not_eligible"
    message = "前一步还没有办完，请先办前一步。"


class StepTaken(AlreadyDone):
    """A step of a round was taken before, or somebody takes it this very moment."""

    message = "这一步已经有人办过了，请刷新看看最新的。"


class NominationSettled(AlreadyDone):
    """A nomination cannot go this way from where it stands."""

    message = "这个人选已经走到别的一步了，请刷新看看最新的。"


class NominatingClosed(RuleError):
    """The round takes no more nominations."""

    code = "not_eligible"
    message = "这一批已经截止，请等下一批。"


class WrongKind(BadRequest):
    """A level is applied for in a round of star levels; deeds are told for a star of the month."""

    message = "这一批办的不是这一种认定，请回到表扬认定重新选。"


class MonthNotOver(BadRequest):
    """A month is looked back on only when it is over."""

    message = "这个月还没过完，下月 1 日起可以评。"


class CutOffAhead(BadRequest):
    """Hours are counted up to a day that has come."""

    message = "时长截止日不能晚于今天，请改成今天或更早。"


class RoundExists(AlreadyDone):
    """One round of this kind and title is enough."""

    message = "同名的这一批已经有了，请直接进去办。"


class LevelHeld(AlreadyDone):
    """The level is held, or applied for and under way."""

    message = "这一级已经认定过，或者正在办，不用再申请。"


class LevelOutOfOrder(RuleError):
    """Levels are taken one after another (domain 1.5, T28)."""

    code = "not_eligible"
    message = "星级要一级一级来，请先申请%(title)s，办好可以接着申请下一级。"


class NotEnoughHours(RuleError):
    """Too few posted minutes up to the cut-off day; what hangs in publicity does not count."""

    code = "not_eligible"
    message = "已入账时长离%(title)s还差 %(missing)s，公示中的要等入账后才算。"


class OwnNomination(OwnCase):
    """Nobody nominates the own name as a star of the month."""

    message = "月度之星由别人提名，您可以提名身边的志愿者。"


class NomineeUnknown(BadRequest):
    """Number and name do not belong to one active member of a team here."""

    message = "编号和姓名对不上，请照志愿者证核对后再填。"


class DeedsLength(BadRequest):
    """Deeds are told in 50 to 300 characters."""

    message = "事迹请写 %(least)s 到 %(most)s 个字，现在是 %(written)s 个字。"


class NotAStar(RuleError):
    """Too few posted minutes in the month, a shift missed, or starred a short while ago."""

    code = "not_eligible"
    message = (
        "这位志愿者这次还不能提名：要本月入账满 %(least)s、没有缺席、近 %(months)s 个月没有当选过。"
    )


class AlreadyNominated(AlreadyDone):
    """Somebody put this member forward in this round already."""

    message = "已经有人提名了这位志愿者，一次就够。"


class NobodyNominated(RuleError):
    """A round without nominations cannot be checked."""

    code = "not_eligible"
    message = "这一批还没有人申请或被提名，先等一等。"


class ReviewedByChecker(OwnCase):
    """Whoever checked or nominated does not review (second person)."""

    message = "核对或提名过的人不能再评审，请另一位同事来评审。"


class ReasonMissing(BadRequest):
    """A refusal, a decision to keep or a revocation without words."""

    message = "请写明理由，至少 4 个字。"


class OneStarPerTeam(RuleError):
    """Two accepted stars of one team in one month."""

    code = "limit_reached"
    message = "一支队伍一个月只评一位，请在同队的人选里留一位。"


class NothingToAnnounce(RuleError):
    """Nobody passed the review."""

    code = "not_eligible"
    message = "没有人通过评审，这一批不用公示。"


class NoticeStillHangs(RuleError):
    """Certificates are issued only after the notice has ended."""

    code = "not_eligible"
    message = "公示还没有结束，结束后才能颁发。"


class NothingToIssue(RuleError):
    """No nomination is ready: all are issued, or an objection is open."""

    code = "not_eligible"
    message = "现在没有可以颁发的人：有异议的办完以后才能颁发。"


class AwardRevoked(AlreadyDone):
    """The certificate is revoked already."""

    message = "这张证书已经撤销过了。"


class NoReviewNeeded(AlreadyDone):
    """The level is not flagged, or was looked at before."""

    message = "这一级不用复核，或者已经复核过了。"


class AwardUnknown(NotFound):
    """No such award in this community, or not the reader's to see."""

    message = "没有找到这张证书。"
