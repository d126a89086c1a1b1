"""The paper slip its receiver signed: a number of its own, used for one redemption."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import BadRequest, RuleError
from points.redemptions.models import Redemption


class PaperNumberMissing(BadRequest):
    """A signed paper slip is found again by its number (domain 2.2: the receiver signs)."""

    message = "勾了“纸质已签”，请把纸质单上的单号也填上。"


class PaperNumberUsed(RuleError):
    """One paper slip is signed for one exchange."""

    code = "already_done"
    message = "纸质单号 %(paper_no)s 已经记在 %(slip_no)s 这一单上，请核对。"


@dataclass(frozen=True, slots=True)
class Paper:
    """What the clerk noted: ticked 纸质已签, and the number printed on the paper."""

    is_signed: bool = False
    number: str = ""


def number_of(session: Session, community_id: int, paper: Paper) -> str:
    """Return the number of the signed paper slip, empty when none was signed.

    A number alone says that it was signed. Raises PaperNumberMissing, PaperNumberUsed.
    """
    if not paper.number:
        if paper.is_signed:
            raise PaperNumberMissing
        return ""
    used = session.scalar(
        select(Redemption.redemption_no).where(
            Redemption.community_id == community_id,
            Redemption.paper_no == paper.number,
            Redemption.paper_no != "",
        )
    )
    if used is not None:
        raise PaperNumberUsed(paper_no=paper.number, slip_no=used)
    return paper.number
