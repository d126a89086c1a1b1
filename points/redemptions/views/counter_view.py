"""How one page of the counter is drawn: who is served, what they take, when the shop is open."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from sqlalchemy.orm import Session

from core import clock
from core.db import db
from core.errors import RuleError
from core.masking import name_for_staff, volunteer_number_tail
from core.paging import row_number
from core.template_filters import tongue
from points.goods.queries import openings
from points.goods.words import THIS_WINDOW_WORDS
from points.ledger.queries import balances
from points.ledger.rules.refusals import CredentialNotSixDigits, CredentialWrong, ShopClosed
from points.redemptions.forms import CollectForm, SellForm
from points.redemptions.models import Redemption
from points.redemptions.queries import counter_lists, product_list
from points.redemptions.queries.baskets import Basket, RefusedLine, basket_in, fitted
from points.redemptions.rules import pick_up_codes
from points.redemptions.rules.proxies import Proxy
from points.redemptions.rules.signatures import Paper
from points.redemptions.views.scanning import Found, counter_url
from teams.gate import authority, community
from teams.members.models import Member


@dataclass(frozen=True, slots=True)
class CounterView:
    """What one view of the counter shows besides the day's redemptions."""

    member_id: int = 0
    chosen: dict[int, int] | None = None
    redemption: Redemption | None = None
    found: Found | None = None
    refusal: RuleError | None = None
    paper: Paper | None = None
    proxy: Proxy | None = None
    off_hours_reason: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """The member at the counter with what they have, may take, and chose."""

    member: Member
    balance: balances.Balance
    allowance: product_list.Allowance | None
    basket: Basket
    lines: list[product_list.ProductLine]
    refused: list[RefusedLine]
    is_own: bool


def number_of(name: str) -> int:
    """Return a row's number sent under `name`, 0 when there is none."""
    return row_number(request.values.get(name, "")) or 0


def opening_at(now: datetime) -> openings.OpeningState:
    """Return the opening state of the community's shop. Raises NotFound."""
    return openings.serving_opening(db.session(), community(), now, tongue())[1]


def counter_page(view: CounterView) -> str:
    """Draw the counter."""
    session, now = db.session(), clock.now()
    opening = opening_at(now)
    waits_for = 0 if view.redemption else view.member_id
    return render_template(
        "points/redemptions/counter.html",
        view=_view(view),
        now=now,
        redemption_lines=counter_lists.lines_of(session, community(), view.redemption.id)
        if view.redemption
        else [],
        day=counter_lists.day_of(session, community(), (authority().person_id, waits_for), now),
        sell_form=SellForm(formdata=None, data=_noted(view)),
        collect_form=CollectForm(formdata=None, data=_noted(view)),
        this_window=THIS_WINDOW_WORDS,
        opening=opening,
        focus=_focus(view, opening),
    )


def _focus(view: CounterView, opening: openings.OpeningState) -> str:
    """Return the field the next act begins at: the PIN of who is served, or the next scan.

    While the shop is shut, why goods go out comes before the PIN.
    A scan goes to the scan field whatever has the focus; what is typed by hand goes here.
    """
    is_held_up = view.refusal is not None and not isinstance(
        view.refusal, CredentialWrong | CredentialNotSixDigits | ShopClosed
    )
    if view.redemption or view.found or is_held_up or not (view.member_id and view.chosen):
        return "scan"
    return "credential" if opening.is_open or view.off_hours_reason else "off-hours"


def _noted(view: CounterView) -> dict[str, object]:
    """Return what was noted of paper and proxy before a refusal; secrets are typed again."""
    paper, proxy = view.paper or Paper(), view.proxy or Proxy(known_by="", relation="")
    return {
        "is_signed": paper.is_signed,
        "paper_no": paper.number,
        "proxy_known_by": proxy.known_by,
        "proxy_relation": proxy.relation,
        "off_hours_reason": view.off_hours_reason,
    }


def _view(view: CounterView) -> dict[str, object]:
    served = _served(view) if view.member_id else None
    team = served.member.home_team if served else None
    return {
        "served": served,
        "redemption": view.redemption,
        "code": pick_up_codes.code_of(view.redemption) if view.redemption else "",
        "found": view.found,
        "offers": _offers(view) if view.found else [],
        "kept": [] if served else _kept(view.chosen or {}),
        "refusal": view.refusal,
        "name": name_for_staff(served.member.person.name) if served else "",
        "colour": team.colour.value if team else "green",
    }


def _offers(view: CounterView) -> list[tuple[str, str, str]]:
    """Return what may be chosen among several finds: words, address, and what tells them apart."""
    found, chosen = view.found or Found(""), view.chosen or {}
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
            counter_url(view.member_id, chosen, each.id),
            each.specification,
        )
        for each in found.products
    ]
    return people + products


def _kept(chosen: dict[int, int]) -> list[tuple[product_list.Good, int]]:
    """Return what was scanned before anybody was known, with the pieces: it waits for them."""
    return [(good, chosen[good.product.id]) for good in _chosen_goods(db.session(), chosen)]


def _served(view: CounterView) -> Served:
    session, now = db.session(), clock.now()
    member, wallet = counter_lists.served_in(session, community(), view.member_id)
    is_own = member.person_id == authority().person_id
    balance = balances.figures_in(session, community(), wallet, now)
    if view.redemption is not None:
        return Served(member, balance, None, Basket(), [], [], is_own)
    allowance = product_list.allowance_of(session, community(), wallet.id if wallet else None, now)
    goods = _chosen_goods(session, view.chosen or {})
    taken, refused = fitted(goods, view.chosen or {}, balance, allowance)
    in_basket = [good for good in goods if good.product.id in taken]
    basket = basket_in(in_basket, taken, balance.available)
    lines = product_list.product_lines(in_basket, taken, balance, allowance, basket.points)
    return Served(member, balance, allowance, basket, lines, refused, is_own)


def _chosen_goods(session: Session, chosen: dict[int, int]) -> list[product_list.Good]:
    return product_list.goods_chosen(session, community(), chosen, clock.now())
