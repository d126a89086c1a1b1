"""What one page of the counter shows: who is served, what they take, and what goes out today."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from sqlalchemy.orm import Session

from core import clock
from core.db import db
from core.errors import RuleError
from core.masking import name_for_staff, volunteer_number_tail
from core.paging import row_number
from core.typesetting import tongue
from points.goods.queries import openings
from points.goods.rules import shops
from points.goods.words import THIS_WINDOW_WORDS
from points.ledger.queries import balances
from points.ledger.rules.refusals import ProofNotSixDigits, ProofWrong, ShopClosed
from points.redemptions.forms import CollectForm, SellForm
from points.redemptions.models import Redemption
from points.redemptions.queries import shelf, tills
from points.redemptions.queries.baskets import Basket, RefusedLine, basket_in, fitted
from points.redemptions.rules import slips
from points.redemptions.rules.proxies import Proxy
from points.redemptions.rules.signatures import Paper
from points.redemptions.views.scanning import Found, counter_url
from teams.gate import authority, community
from teams.members.models import Member


@dataclass(frozen=True, slots=True)
class Till:
    """What one view of the counter shows besides the day's slips."""

    member_id: int = 0
    chosen: dict[int, int] | None = None
    slip: Redemption | None = None
    found: Found | None = None
    refusal: RuleError | None = None
    paper: Paper | None = None
    proxy: Proxy | None = None
    off_hours_reason: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """The member at the till with what they have, may take, and chose."""

    member: Member
    balance: balances.Balance
    allowance: shelf.Allowance | None
    basket: Basket
    lines: list[shelf.ShelfLine]
    refused: list[RefusedLine]
    is_own: bool


def number_of(name: str) -> int:
    """Return a row's number sent under `name`, 0 when there is none."""
    return row_number(request.values.get(name, "")) or 0


def shop_id() -> int:
    """Return the id of the community's shop. Raises NotFound."""
    return shops.serving(db.session(), community().id).id


def doors(now: datetime) -> openings.Doors:
    """Return the doors of the community's shop. Raises NotFound."""
    return openings.serving_doors(db.session(), community(), now, tongue())[1]


def till_page(till: Till) -> str:
    """Draw the counter."""
    session, now = db.session(), clock.now()
    at_doors = doors(now)
    waits_for = 0 if till.slip else till.member_id
    return render_template(
        "points/redemptions/counter.html",
        view=_view(till),
        now=now,
        slip_lines=tills.lines_of(session, community(), till.slip.id) if till.slip else [],
        day=tills.day_of(session, community(), (authority().person_id, waits_for), now),
        sell_form=SellForm(formdata=None, data=_noted(till)),
        collect_form=CollectForm(formdata=None, data=_noted(till)),
        this_window=THIS_WINDOW_WORDS,
        doors=at_doors,
        focus=_focus(till, at_doors),
    )


def _focus(till: Till, at_doors: openings.Doors) -> str:
    """Return the field the next act begins at: the PIN of who is served, or the next scan.

    While the shop is shut, why goods go out comes before the PIN.
    A scan goes to the scan field whatever has the focus; what is typed by hand goes here.
    """
    is_held_up = till.refusal is not None and not isinstance(
        till.refusal, ProofWrong | ProofNotSixDigits | ShopClosed
    )
    if till.slip or till.found or is_held_up or not (till.member_id and till.chosen):
        return "scan"
    return "proof" if at_doors.is_open or till.off_hours_reason else "off-hours"


def _noted(till: Till) -> dict[str, object]:
    """Return what was noted of paper and proxy before a refusal; secrets are typed again."""
    paper, proxy = till.paper or Paper(), till.proxy or Proxy(known_by="", relation="")
    return {
        "is_signed": paper.is_signed,
        "paper_no": paper.number,
        "proxy_known_by": proxy.known_by,
        "proxy_relation": proxy.relation,
        "off_hours_reason": till.off_hours_reason,
    }


def _view(till: Till) -> dict[str, object]:
    served = _served(till) if till.member_id else None
    team = served.member.home_team if served else None
    return {
        "served": served,
        "slip": till.slip,
        "code": slips.code_of(till.slip) if till.slip else "",
        "found": till.found,
        "offers": _offers(till) if till.found else [],
        "kept": [] if served else _kept(till.chosen or {}),
        "refusal": till.refusal,
        "name": name_for_staff(served.member.person.name) if served else "",
        "colour": team.colour.value if team else "green",
    }


def _offers(till: Till) -> list[tuple[str, str, str]]:
    """Return what may be chosen among several finds: words, address, and what tells them apart."""
    found, chosen = till.found or Found(""), till.chosen or {}
    people = [
        (
            name_for_staff(each.person.name),
            counter_url(each.id, chosen),
            volunteer_number_tail(each.volunteer_no),
        )
        for each in found.people
    ]
    products = [
        (
            each.name,
            counter_url(till.member_id, chosen, each.id),
            each.specification,
        )
        for each in found.products
    ]
    return people + products


def _kept(chosen: dict[int, int]) -> list[tuple[shelf.Good, int]]:
    """Return what was scanned before anybody was known, with the pieces: it waits for them."""
    return [(good, chosen[good.product.id]) for good in _chosen_goods(db.session(), chosen)]


def _served(till: Till) -> Served:
    session, now = db.session(), clock.now()
    member, wallet = tills.served_in(session, community(), till.member_id)
    is_own = member.person_id == authority().person_id
    balance = balances.figures_in(session, community(), wallet, now)
    if till.slip is not None:
        return Served(member, balance, None, Basket(), [], [], is_own)
    allowance = shelf.allowance_of(session, community(), wallet.id if wallet else None, now)
    goods = _chosen_goods(session, till.chosen or {})
    taken, refused = fitted(goods, till.chosen or {}, balance, allowance)
    on_slip = [good for good in goods if good.product.id in taken]
    basket = basket_in(on_slip, taken, balance.available)
    lines = shelf.shelf_lines(on_slip, taken, balance, allowance, basket.points)
    return Served(member, balance, allowance, basket, lines, refused, is_own)


def _chosen_goods(session: Session, chosen: dict[int, int]) -> list[shelf.Good]:
    return shelf.goods_chosen(session, community(), chosen, clock.now())
