"""The member's own redemptions: the pick-up code, what became of it, and letting it go."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db
from core.errors import BadRequest, NotFound
from core.paging import page_key, page_of
from core.qr import qr
from core.template_filters import tongue
from points.blueprint import bp
from points.goods.queries.openings import opening_of
from points.goods.rules import shops
from points.permissions import Permission
from points.redemptions.forms import CancelForm
from points.redemptions.models import Redemption
from points.redemptions.queries import counter_lists
from points.redemptions.rules import pick_up_codes, redemption_lines, reservations
from points.redemptions.words import REDEMPTION_STATE_TAGS, REDEMPTION_STATE_WORDS
from teams.authority.act import Act
from teams.gate import authority, community, current_member, requires


@bp.get("/redemptions")
@requires(Permission.OWN_DATA)
def redemptions() -> ResponseReturnValue:
    """List the member's own redemptions, newest first."""
    session = db.session()
    rows = counter_lists.redemptions_of(
        session, community(), current_member(session).id, page_key("before")
    )
    shown, following = page_of(
        rows, counter_lists.REDEMPTIONS_A_PAGE, lambda row: row.redemption.id
    )
    return render_template(
        "points/redemptions/redemptions.html",
        rows=shown,
        next_id=following,
        state_words=REDEMPTION_STATE_WORDS,
        state_tags=REDEMPTION_STATE_TAGS,
    )


@bp.get("/redemptions/<id:redemption_id>")
@requires(Permission.OWN_DATA)
def redemption(redemption_id: int) -> ResponseReturnValue:
    """Show the code to collect with, or what became of the redemption."""
    session, now = db.session(), clock.now()
    redemption = _own(redemption_id)
    shop = shops.shop_in(session, redemption.community_id, redemption.shop_id)
    is_open = redemption_lines.is_open(redemption, now)
    code = pick_up_codes.code_of(redemption) if is_open else ""
    today = clock.local_day(now, community().zone)
    return render_template(
        "points/redemptions/redemption.html",
        redemption=redemption,
        shop=shop,
        opening=opening_of(session, community(), shop, now, tongue()),
        lines=counter_lists.lines_of(session, community(), redemption_id),
        is_open=is_open,
        code=" ".join((code[:3], code[3:6], code[6:])),
        picture=qr(code, gettext("领取码的二维码")) if code else "",
        expired=counter_lists.expired_if_let_go(session, community(), redemption_id, today)
        if is_open
        else 0,
        form=CancelForm(),
        state_words=REDEMPTION_STATE_WORDS,
        state_tags=REDEMPTION_STATE_TAGS,
    )


def _own(redemption_id: int) -> Redemption:
    redemption = counter_lists.redemption_in(db.session(), community(), redemption_id)
    if redemption.member_id != authority().member_id:
        raise NotFound
    return redemption


@bp.post("/redemptions/<id:redemption_id>/cancellation")
@requires(Permission.OWN_DATA)
def cancel_redemption(redemption_id: int) -> ResponseReturnValue:
    """Let a reservation go and show its redemption."""
    form = CancelForm()
    if not form.validate():
        raise BadRequest
    now, place, by = clock.now(), community(), authority()

    def act(session: Session) -> str:
        reservations.cancel(Act(session, now, by=by), place.id, redemption_id)
        return url_for(".redemption", redemption_id=redemption_id)

    go_to = run_once(form.request_key.data or "", act)
    flash(gettext("已取消，东西放回货架了。"), "success")
    return redirect(go_to, code=303)
