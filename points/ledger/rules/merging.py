"""One wallet's points handed to another of the same person, by the book (decision 0030)."""

from core.errors import RuleError
from core.pairs import Pair
from points.ledger.models import MERGE, EntryKind, Transaction
from points.ledger.rules import ledger, lots, postings, wallets
from points.ledger.rules.postings import Cause, Posting
from teams.authority.act import Act

CLEARING = "clearing"


class PointsKept(RuleError):
    """Points kept for a reservation are settled before their wallet is closed."""

    code = "not_eligible"
    message = "要并入的那份档案还有预约没领。请先领走或取消，再来合并。"


def hand_over(act: Act, pair: Pair) -> int:
    """Hand all points of the one wallet to the other, lot by lot, and close the first for good.

    Below zero the debt is handed over instead. Both wallets are locked, the lower id first; the
    lines of both stand in one transaction and come to nothing together. Returns the points.
    Raises PeriodClosed, PointsKept.
    """
    giving, taking = _opened(act, pair)
    if giving.wallet.held:
        raise PointsKept
    points = giving.wallet.posted
    if points:
        cause = Cause(
            source_kind=MERGE,
            source_id=pair.gone_id,
            actor_id=pair.proposed_by_id,
            approver_id=pair.approved_by_id,
            reason="两份档案合并",
        )
        transaction = postings.record(giving, EntryKind.MERGE, cause)
        _move(giving, taking, transaction, points)
    postings.close(giving)
    return points


def _opened(act: Act, pair: Pair) -> tuple[Posting, Posting]:
    """Return the books opened on both wallets, giving and taking."""
    here = act.within(pair.community_id)
    members = (pair.gone_id, pair.kept_id)
    ids = {each: wallets.wallet_of(act.session, pair.community_id, each).id for each in members}
    in_order = sorted(members, key=lambda each: ids[each])
    opened = {each: ledger.enter(here, pair.community_id, each) for each in in_order}
    return opened[pair.gone_id], opened[pair.kept_id]


def _move(giving: Posting, taking: Posting, transaction: Transaction, points: int) -> None:
    if points < 0:
        lots.take_what_is_left(taking, transaction, -points)
        postings.append(taking, transaction, CLEARING, points)
    else:
        hole = max(0, taking.wallet.held - taking.wallet.posted)
        grown = lots.hand_over(giving, taking, transaction)
        if hole:
            lots.take_what_is_left(taking, transaction, min(hole, points))
        for lot_id, part in grown.items():
            postings.append(taking, transaction, CLEARING, part, lot_id=lot_id)
    postings.append(giving, transaction, CLEARING, -points)
