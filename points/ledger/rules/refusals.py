"""What the books and the supermarket answer when they say no."""

from core.errors import AlreadyDone, BadRequest, NotFound, RuleError, TooManyTries


class NotEnoughPoints(RuleError):
    """The wallet holds fewer points than asked for; `missing` says how many."""

    code = "not_enough_points"
    message = "还差 %(missing)s 分，先放下一样。"


class InDebt(NotEnoughPoints):
    """Points were taken back after they were spent; spending waits for the hole to fill (T14)."""

    message = "有一笔积分更正后，积分账上还欠 %(debt)s 分。再参加服务补上以后，就可以换东西了。"


class WalletFrozen(RuleError):
    """A frozen wallet earns but does not spend."""

    code = "not_eligible"
    message = "这本存折正在核对，暂时不能换东西。要问情况请找社区社工。"


class NotAnActiveMember(RuleError):
    """Only an active member spends points."""

    code = "not_eligible"
    message = "登记还没有生效，或者已经停用，现在不能换东西。请到服务台问一下。"


class PeriodClosed(RuleError):
    """The month is locked; corrections are dated in the next open month (ledger 2.8)."""

    code = "period_closed"
    message = "%(month)s的账已经月结，不再改动。更正请记在还没月结的月份。"


class AlreadyCredited(AlreadyDone):
    """One once-only source gives at most one award (ledger 3.2, 12)."""

    message = "这一笔已经记过了，不会再记一次。"


class NotReversible(RuleError):
    """Only an award can be taken back, and only once."""

    code = "already_done"
    message = "这一笔不能冲正：它不是记入的积分，或者已经冲正过了。"


class HoldResolved(AlreadyDone):
    """The points kept for a reservation were already paid, given back or lapsed."""

    message = "这张预约已经办结了，请刷新看看结果。"


class AmountOutOfRange(BadRequest):
    """An amount is a whole number of points above zero and far below 64 bits."""

    message = "积分要填 1 到 1000000 之间的整数。"


class NotForSale(RuleError):
    """Off the shelf, or without a price yet."""

    code = "not_for_sale"
    message = "%(name)s已经下架，请换一样。"


class PriceChanged(RuleError):
    """The price rose after the page was opened; a fall is passed on without a word (T23)."""

    code = "price_changed"
    message = "%(name)s的积分价改成 %(price_points)s 分了，请看好再换。"


class OutOfStock(RuleError):
    """Fewer pieces than asked for are left; `left` says how many (T22)."""

    code = "out_of_stock"
    message = "%(name)s只剩 %(left)s %(unit)s，改成 %(left)s %(unit)s？"


class SoldOut(OutOfStock):
    """Nothing is left."""

    message = "%(name)s刚刚换完了，请换一样，或者等下次到货。"


class BatchExpired(RuleError):
    """What is left is past its last day and is never handed out (T33)."""

    code = "batch_expired"
    message = "%(name)s剩下的已经过了保质期，不能发出。请库管报损后再补货。"


class LimitReached(RuleError):
    """A limit of the month on one product; `left` says what may still be taken (T21)."""

    code = "limit_reached"
    message = "%(name)s每月限 %(cap)s %(unit)s，本月还可换 %(left)s %(unit)s，%(again)s起可以再换。"


class QuarterLimitReached(LimitReached):
    """A limit of the calendar quarter on one product."""

    message = "%(name)s每季限 %(cap)s %(unit)s，本季还可换 %(left)s %(unit)s，%(again)s起可以再换。"


class YearLimitReached(LimitReached):
    """A limit of the calendar year on one product."""

    message = "%(name)s每年限 %(cap)s %(unit)s，今年还可换 %(left)s %(unit)s，%(again)s起可以再换。"


class MonthlyPointsReached(LimitReached):
    """The points one person may exchange in a month."""

    message = "每月最多换 %(cap)s 分的东西，本月剩余 %(left)s 分，这一单要 %(asked)s 分。"


class MonthlyRedemptionsReached(LimitReached):
    """The redemptions one person may have in a month."""

    message = "每月最多办 %(cap)s 单，本月已经办满，%(again)s起可以再换。"


class CodeUnknown(NotFound):
    """No reservation of this community has that pick-up code."""

    message = "没有这个领取码，请核对 9 位数字。"


class AlreadyRedeemed(RuleError):
    """The code has opened its one hand-over already."""

    code = "already_redeemed"
    message = "这个领取码 %(at)s 已经领过了，单号 %(slip_no)s。"


class CodeExpired(RuleError):
    """The last day to collect has passed; the points went back."""

    code = "code_expired"
    message = "这个领取码 %(last_on)s 就过期了，积分已经退回，可以重新换。"


class RedemptionCancelled(CodeExpired):
    """The volunteer cancelled this reservation."""

    message = "这张预约 %(at)s 已经取消，积分已经退回，可以重新换。"


class WrongShop(RuleError):
    """The reservation is for another shop; the code is not used up."""

    code = "wrong_shop"
    message = "这一单要到%(shop)s领取，这里没有留货。"


class WrongCodeType(RuleError):
    """What was scanned is not a pick-up code."""

    code = "wrong_code_type"
    message = "这不是领取码。请打开“领取码”页面，出示 9 位数字或二维码。"


class CredentialWrong(RuleError):
    """PIN and one-time code both do not match."""

    status = 400
    code = "bad_request"
    message = "PIN 码或口令不对，请本人再输一次。"


class CredentialWrongStill(CredentialWrong):
    """PIN or code wrong, with the tries that are left."""

    message = "PIN 码或口令不对，还可以试 %(left)s 次，请本人再输一次。"


class CredentialWrongLast(CredentialWrong):
    """PIN or code wrong, and no try is left until then."""

    message = "PIN 码或口令不对，次数用完了，%(until)s 以后可以再试。这期间先给别人办。"


class CredentialNotSixDigits(RuleError):
    """What stands in the field of a secret cannot be one: a scan, a number. No try is spent."""

    status = 400
    code = "bad_request"
    message = "PIN 码和口令都是 6 位数字，这次不算试错。请本人再输一次。"


class SecretInScanField(RuleError):
    """Six digits alone where scans go are likely a PIN: they are neither sought nor shown."""

    status = 400
    code = "bad_request"
    message = "没有这个商品编号。要是 PIN 码，请本人输在“本人 PIN 码或口令”一栏，这里不用输。"


class TriesUsedUp(TooManyTries):
    """Too many PINs or codes were wrong; `until` is the local time of day to try again."""

    message = "输错的次数太多，%(until)s 以后可以再试。这期间先给别人办。"

    def __init__(self, wait_seconds: int, until: str = "") -> None:
        RuleError.__init__(self, until=until)
        self.wait_seconds = wait_seconds


class ProxyFull(RuleError):
    """One proxy collects for a few people a day at most (T24)."""

    code = "limit_reached"
    message = "%(name)s今天已经替 %(cap)s 个人领过了，明天再来。"


class ProxyOnDuty(RuleError):
    """The clerk on duty cannot be the proxy (T24)."""

    status = 403
    code = "own_case"
    message = "值班人员不能当代领人，请另一位来领。"


class BestBeforeMissing(BadRequest):
    """Food without a best-before day is not taken in (T33)."""

    message = "%(name)s要有保质期才能入库，请填到期日，没有标的请退回。"


class DonorMissing(BadRequest):
    """A donation names its donor or says why not (T39)."""

    message = "捐赠要写明捐赠人；不愿留名的，在备注里写一句。"


class UnitCostMissing(BadRequest):
    """A donation needs an estimated unit price for the ledger (T39)."""

    message = "%(name)s要填估价，台账要用；积分不按估价给捐赠人。"


class ShopClosed(BadRequest):
    """Goods go out while the shop is shut: one sentence says why, before any PIN is looked at."""

    message = "现在不在开放时间。请写一句为什么这时发，再请本人输 PIN 码，这次不算试错。"
