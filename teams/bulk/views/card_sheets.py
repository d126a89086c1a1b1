"""Cards with PIN slips, ten to an A4 sheet: counted, confirmed, printed once."""

from collections.abc import Sequence

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from accounts.gate import rechecked, run_once
from core import clock
from core.addresses import address
from core.db import db
from core.paging import page_key
from core.public_address import absolute
from core.qr import qr
from teams.authority.act import Act
from teams.blueprint import bp
from teams.bulk.forms import CardsForm
from teams.bulk.queries import chosen as queries
from teams.bulk.rules import bulk_acts, card_sheets
from teams.bulk.rules.card_sheets import MOST_CARDS, Card
from teams.bulk.views.chosen import chosen, packed
from teams.gate import authority, community, requires
from teams.members.models import Community, Member
from teams.permissions import Permission

TO_A_SHEET = 10


@bp.get("/members/cards/new")
@requires(Permission.MEMBER_REGISTER)
def new_cards() -> ResponseReturnValue:
    """Say how many cards there are, on how many sheets, and who of them gets a PIN."""
    found = chosen()
    bulk_acts.refuse_unless_some(found)
    begins = min(page_key("from") or 0, len(found) - 1)
    members = found[begins : begins + MOST_CARDS]
    form = CardsForm(formdata=None, data={"renew": "renew" in request.args})
    form.people.data = packed(members)
    return _page(form, members, _parts(len(found), begins))


def _parts(count: int, begins: int) -> list[tuple[str, str, bool]]:
    """Return links to each hundred of more than a hundred: words, address, whether it is shown."""
    kept = request.args.to_dict(flat=False)
    return [
        (
            _("第 %(first)s—%(last)s 位", first=at + 1, last=min(at + MOST_CARDS, count)),
            address("teams.new_cards", kept | {"from": at}),
            at == begins,
        )
        for at in range(0, count, MOST_CARDS)
        if count > MOST_CARDS
    ]


def _page(
    form: CardsForm, members: list[Member], parts: Sequence[tuple[str, str, bool]] = ()
) -> str:
    act = Act(db.session(), clock.now(), by=authority())
    return render_template(
        "teams/bulk/new_cards.html",
        form=form,
        members=members,
        sheets=-(-len(members) // TO_A_SHEET),
        fresh=sum(card_sheets.needs_pin(act, member, renew=False) for member in members),
        parts=parts,
    )


@bp.post("/members/cards")
@requires(Permission.MEMBER_REGISTER)
@rechecked
def print_cards() -> ResponseReturnValue:
    """Give the PINs and answer with the sheets: nowhere else are they to be seen, nor again."""
    form, here_id, by, now = CardsForm(), community().id, authority(), clock.now()
    members = queries.ticked(db.session(), community(), form.ids())
    if not form.validate():
        return _page(form, members), 400
    asking = Act(db.session(), now, by=by)
    drawn = card_sheets.draw(asking, members, renew=bool(form.renew.data))
    cards: list[Card] = []

    def act(session: Session) -> str:
        here = session.get_one(Community, here_id)
        given = Act(session, now, by=by, community=here)
        again = queries.ticked(session, here, form.ids())
        printed = card_sheets.give(given, again, drawn)
        cards[:] = printed.cards
        return url_for("teams.bulk_act", act_id=printed.kept.id)

    told_at = run_once(form.request_key.data or "", act)
    if g.was_repeated or not cards:
        if g.was_repeated:
            flash(_("这一批已经印过。PIN 码只显示一次，没印好的请重印，发新的。"), "wait")
        return redirect(told_at, code=303)
    page = render_template(
        "teams/bulk/card_sheets.html",
        sheets=[cards[at : at + TO_A_SHEET] for at in range(0, len(cards), TO_A_SHEET)],
        codes={card.member.id: _code_of(card) for card in cards},
        count=len(cards),
        left_out=len(members) - len(cards),
        told_at=told_at,
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _code_of(card: Card) -> str:
    number = card.member.volunteer_no
    return qr(absolute(url_for("accounts.sign_in", login=number, by="pin")), css=None, border=1)
