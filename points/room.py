"""What the room `points` declares: the books of points and the supermarket."""

from core.declarations import Room, Workbook
from core.menu import Duty, Menu, MenuLine
from points import erasing, merging, new_community, own_file, upkeep_jobs, used_since, waiting
from points.blueprint import blueprints
from points.county_figures import FIGURES
from points.goods import cli as importing
from points.goods.rules import restock_watches
from points.goods.rules.goods_sheet import GOODS_LIST
from points.goods.views import imports
from points.ledger.rules import chain_checks, lot_checks, wallet_checks
from points.permissions import PERMISSIONS, Permission
from points.redemptions.rules import goods_checks, redemption_checks
from points.settings import SETTINGS
from points.trail import TRAIL
from teams.authority.models import Role

MENU = (
    MenuLine(
        menu=Menu.TABS,
        place=30,
        label="积分",
        endpoint="points.passbook",
        permission=Permission.OWN_DATA,
        icon="book",
        for_guests=False,
    ),
    MenuLine(
        menu=Menu.TABS,
        place=40,
        label="超市",
        endpoint="points.supermarket",
        permission=Permission.COMMUNITY_READ,
        icon="shop",
    ),
    MenuLine(
        menu=Menu.DESK,
        place=50,
        label="柜台",
        endpoint="points.counter",
        permission=Permission.SHOP_SELL,
        icon="scan",
    ),
    MenuLine(
        menu=Menu.DESK,
        place=60,
        label="积分超市",
        endpoint="points.products",
        permission=Permission.STOCK_MANAGE,
        icon="shop",
    ),
    MenuLine(
        menu=Menu.MINE,
        place=40,
        label="积分存折",
        endpoint="points.passbook",
        permission=Permission.OWN_DATA,
        icon="book",
        for_guests=False,
    ),
    MenuLine(
        menu=Menu.MINE,
        place=50,
        label="兑换记录",
        endpoint="points.redemptions",
        permission=Permission.OWN_DATA,
        icon="ticket",
        for_guests=False,
    ),
    MenuLine(
        menu=Menu.MEMBER,
        place=40,
        label="积分",
        endpoint="points.member_passbook",
        permission=Permission.MEMBER_READ,
    ),
)

DUTIES = (
    Duty(
        place=120,
        verb="补货",
        detail="快换完了",
        endpoint="points.products",
        count=waiting.goods,
        asked={"low": "1"},
    ),
)

ROOM = Room(
    blueprints=blueprints,
    menu=MENU,
    duties=DUTIES,
    below={
        "points.passbook": ("points", "redemptions"),
        "points.supermarket": ("supermarket",),
        "points.counter": ("counter",),
        "points.products": ("stock",),
    },
    begins_at={Role.SHOP_CLERK: "points.counter", Role.STOCK_KEEPER: "points.products"},
    permissions=PERMISSIONS,
    trail=TRAIL,
    settings=SETTINGS,
    workbooks=(
        Workbook(
            name=GOODS_LIST,
            pages="points",
            place=20,
            words="超市物品清单",
            needs="要有物品名称、单位、库存数量、兑换积分四列。每个来源记成一张入库单。",
            will_do=imports.will_do,
            command=importing.goods,
            run_permission=Permission.PRICE_SET,
        ),
    ),
    jobs={
        "lapse reservations not collected": upkeep_jobs.lapse_reservations,
        "expire points past their last day": upkeep_jobs.expire_points,
        "tell of points that expire soon": upkeep_jobs.tell_of_expiry,
        "tell of reservations about to lapse": upkeep_jobs.tell_of_lapse,
        "tell who waits for goods": restock_watches.tell_all,
    },
    checks={
        "ledger 2: balance is the sum of its lines": wallet_checks.balance_is_the_sum,
        "ledger 3: lines are numbered without gap and add up": wallet_checks.lines_join,
        "ledger 4: nobody is below the floor": wallet_checks.nobody_below_the_floor,
        "ledger 5: held points are the active holds": wallet_checks.held_is_the_holds,
        "ledger 6: lots hold what is available": lot_checks.lots_hold_the_available,
        "ledger 7: a lot has what its uses left": lot_checks.lots_add_up,
        "ledger 8: no spend eats a dead lot": lot_checks.no_dead_lot_is_spent,
        "ledger 9: spends eat the earliest lots": lot_checks.earliest_lots_first,
        "ledger 10: a resolved hold was paid or given back once": lot_checks.holds_resolve_once,
        "ledger 11: returns stay within what was paid": lot_checks.returns_within_paid,
        "ledger 15: the chain of each wallet verifies": chain_checks.chains_hold,
        "ledger 16: awards by rule replay to the same figure": wallet_checks.awards_replay,
        "ledger 27: no line is younger than its closed month": wallet_checks.closed_months_stay,
        "ledger 29: nobody awards or adjusts the own points": wallet_checks.nobody_awards_the_own,
        **goods_checks.CHECKS,
        **redemption_checks.CHECKS,
    },
    new_checks={"ledger 15: the chain of each wallet verifies": chain_checks.new_lines_hold},
    own_data_of_member=own_file.of_member,
    own_data_words=own_file.WORDS,
    erasing=erasing.ERASING,
    merging=merging.MERGING,
    used_since={"books of points": used_since.of_books},
    new_community={
        "a shop": new_community.open_shop,
        "rules for earning": new_community.give_earn_rules,
    },
    county_figures=FIGURES,
)
