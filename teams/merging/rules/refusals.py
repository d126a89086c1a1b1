"""What the merging of two files answers when it says no."""

from core.errors import AlreadyDone, BadRequest, RuleError


class NotConfirmed(BadRequest):
    """Somebody has to have seen that it is one person, and read that it cannot be undone."""

    message = "请先核对证件，勾上“是同一个人”，再提交。"


class NotMergeable(RuleError):
    """Both files have to be there still, and one of them in use."""

    code = "not_eligible"
    message = "这两份档案现在不能合并：有一份已经合并、注销，或者两份都退出了。请刷新看看。"


class NotTheSamePerson(RuleError):
    """Name, birthday and resident number must not speak against it."""

    code = "not_eligible"
    message = (
        "两份档案的姓名、出生日期或身份证号对不上。请先照证件改成一致；不是同一个人的，不要合并。"
    )


class RoleFirst(RuleError):
    """A role is never brought along: whoever holds one under the old number is freed of it."""

    code = "not_eligible"
    message = "要并入的那份档案还有工作岗位。请管理员先免去，合并后需要的再重新安排。"


class BelongsElsewhere(RuleError):
    """Who is known elsewhere under both numbers is settled there first."""

    code = "not_eligible"
    message = "两份档案在别的社区也都有登记，这里合不了。请先到那边核对是不是同一个人。"


class ErasureWaits(RuleError):
    """Who asked to be erased is answered first."""

    code = "not_eligible"
    message = "其中一份档案有注销申请等着决定，请先答复，再来合并。"


class PausedFirst(RuleError):
    """A pause is not slipped out of by another number."""

    code = "not_eligible"
    message = "两份档案一份暂停、一份没有。请先一起暂停或一起恢复，再来合并。"


class ToSettle(RuleError):
    """Something of both clashes and is settled by hand first."""

    code = "not_eligible"
    message = "还有 %(count)s 件事要先办好，才能合并。请看对照页。"


class ProposedBefore(AlreadyDone):
    """One proposal at a time for a file that goes."""

    message = "这份档案已经有人提议合并，正等第二个人决定。"


class DecidedBefore(AlreadyDone):
    """Somebody decided it, or it was taken back."""

    message = "这个合并刚刚办过或撤回了，请刷新看看。"
