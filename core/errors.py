"""Refusals: what a rule answers when it says no, with the status and code it is answered with."""

from typing import ClassVar


class RuleError(Exception):
    """The state says no. Subclasses are named for the reason and carry their own words.

    `message` is one Chinese sentence, reason and next step; `values` fill its placeholders.
    `is_audited`: leaves a line in the audit trail even though nothing was changed.
    """

    status: int = 409
    code: str = "already_done"
    message: str = "这件事现在办不了，请刷新后再看。"
    is_audited: ClassVar[bool] = False

    def __init__(self, **values: object) -> None:
        super().__init__(self.message % values if values else self.message)
        self.values = values

    @property
    def sentence(self) -> str:
        """The Chinese sentence with its placeholders filled."""
        return self.message % self.values if self.values else self.message


class BadRequest(RuleError):
    """What was sent cannot be read, or lies outside what is possible."""

    status = 400
    code = "bad_request"
    message = "填的内容有一处读不懂，请改好再提交。"


class NotSignedIn(RuleError):
    """Nobody is signed in, or the sign-in has ended."""

    status = 401
    code = "not_signed_in"
    message = "请先登录。"


class NotAllowed(RuleError):
    """The person may know it exists, but may not do this to it."""

    status = 403
    code = "not_allowed"
    message = "这一步由别的岗位来办。要办请找社区社工。"


class SecretToChange(RuleError):
    """A first PIN or password is changed before anything else; pages lead there."""

    status = 403
    code = "recheck_needed"
    message = "第一次登录，请先把 PIN 码（密码）改成自己的。"


class RecheckNeeded(RuleError):
    """A grave act asks for the own password again when it was typed long ago; the page asks."""

    status = 403
    code = "recheck_needed"
    message = "这一步很要紧，请再输一次您的密码（只有 PIN 码的，输 PIN 码），马上接着办。"


class OwnCase(RuleError):
    """Nobody decides, confirms, sells or awards in the own case (contract 8)."""

    status = 403
    code = "own_case"
    message = "自己的事不能自己办，请另一位同事来办。"


class NotFound(RuleError):
    """Absent, or out of the reader's scope: the two look alike."""

    status = 404
    code = "not_found"
    message = "没有找到这一页。"


class Stale(RuleError):
    """Someone changed it after the page was opened."""

    code = "stale"
    message = "别人刚改过，请刷新看看最新的再办。"


class AlreadyDone(RuleError):
    """The step was taken before; it is not taken twice."""

    code = "already_done"
    message = "这一步已经办过了，不用再办。"


class KeyReused(RuleError):
    """The same request key came with another body."""

    status = 422
    code = "key_reused"
    message = "这张表已经交过另一份内容，请刷新后重新填写。"


class TooManyTries(RuleError):
    """Too many tries; wait before the next. `wait_seconds` says how long."""

    status = 429
    code = "too_many_tries"
    message = "试的次数太多了，请过 %(minutes)s 分钟再来。"

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(minutes=max(1, -(-wait_seconds // 60)))
        self.wait_seconds = wait_seconds


class Unavailable(RuleError):
    """A dependency is out; nothing was changed."""

    status = 503
    code = "unavailable"
    message = "这会儿忙不过来，刚才的没有办成。请过一会儿再点一次。"


class ReadOnly(Unavailable):
    """The operator lets the program be read only, while something is moved or mended."""

    message = "系统正在维护，这会儿只能查看，不能办理。刚才的没有办成，请过一会儿再来。"
