"""What the room `points` declares: the books of points and the supermarket."""

from core.room import Room
from points import duties, new_community
from points.blueprint import blueprints
from points.goods import cli as importing
from points.goods.rules import restock_watches
from points.ledger.rules import lot_proofs, wallet_proofs
from points.permissions import PERMISSIONS
from points.redemptions.rules import goods_proofs
from points.trail import TRAIL

ROOM = Room(
    blueprints=blueprints,
    commands=importing.commands,
    permissions=PERMISSIONS,
    trail=TRAIL,
    jobs={
        "lapse reservations not collected": duties.lapse_reservations,
        "expire points past their last day": duties.expire_points,
        "tell of points that expire soon": duties.tell_of_expiry,
        "tell of reservations about to lapse": duties.tell_of_lapse,
        "tell who waits for goods": restock_watches.tell_all,
    },
    checks={
        "ledger 2: balance is the sum of its lines": wallet_proofs.balance_is_the_sum,
        "ledger 3: lines are numbered without gap and add up": wallet_proofs.lines_join,
        "ledger 4: nobody is below the floor": wallet_proofs.nobody_below_the_floor,
        "ledger 5: held points are the active holds": wallet_proofs.held_is_the_holds,
        "ledger 6: lots hold what is available": lot_proofs.lots_hold_the_available,
        "ledger 7: a lot has what its uses left": lot_proofs.lots_add_up,
        "ledger 8: no spend eats a dead lot": lot_proofs.no_dead_lot_is_spent,
        "ledger 9: spends eat the earliest lots": lot_proofs.earliest_lots_first,
        "ledger 10: a resolved hold was paid or given back once": lot_proofs.holds_resolve_once,
        "ledger 11: returns stay within what was paid": lot_proofs.returns_within_paid,
        "ledger 15: the chain of each wallet verifies": wallet_proofs.chains_verify,
        "ledger 16: awards by rule replay to the same figure": wallet_proofs.awards_replay,
        "ledger 27: no line is younger than its closed month": wallet_proofs.closed_months_stay,
        "ledger 29: nobody awards or adjusts himself": wallet_proofs.nobody_awards_himself,
        **goods_proofs.CHECKS,
    },
    new_community={
        "a shop": new_community.open_shop,
        "rules for earning": new_community.give_earn_rules,
    },
)
