"""合并档案: likely duplicates, two files side by side, proposed by one, decided by another."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from accounts.gate import rechecked
from core import clock
from core.addresses import address
from core.db import db, run
from core.errors import RuleError
from core.fields import value_of
from core.paging import page_key
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, community, requires
from teams.members.models import Community, Member
from teams.members.queries import finding, people
from teams.merging.forms import DecisionForm, OtherForm, ProposeForm
from teams.merging.models import Merge
from teams.merging.queries import duplicates
from teams.merging.queries import merges as queries
from teams.merging.rules import merges as rules
from teams.merging.rules import pairs
from teams.merging.views.side_by_side import compared
from teams.permissions import Permission


@bp.get("/merges")
@requires(Permission.MEMBER_READ)
def merges() -> ResponseReturnValue:
    """List what waits for a second person, and pairs that may be one person, newest first."""
    before = page_key("before")
    page = duplicates.page(db.session(), community(), before)
    later = address("teams.merges", {"before": page.looked_on}) if page.looked_on else None
    return render_template(
        "teams/merging/merges.html",
        waiting=queries.waiting(db.session(), community()),
        pairs=[(*pairs.in_order(each.older, each.newer), each) for each in page.pairs],
        earlier_url=None if before is None else url_for("teams.merges"),
        later_url=later,
    )


@bp.get("/members/<id:member_id>/merging")
@requires(Permission.MEMBER_REGISTER)
def choose_other_file(member_id: int) -> ResponseReturnValue:
    """Ask for the other file of a member, and lead to both side by side."""
    member = people.member_in(db.session(), community(), member_id)
    typed, refusal = request.args.get("other", "").strip()[:60], None
    if typed:
        try:
            other = finding.the_member(db.session(), community(), typed, only_active=False)
        except RuleError as unknown:
            refusal = unknown
        else:
            return redirect(
                url_for("teams.two_files", member_id=member_id, other_id=other.id), code=303
            )
    form = OtherForm(formdata=None, data={"other": typed})
    page = render_template(
        "teams/merging/other_file.html", form=form, member=member, refusal=refusal
    )
    return page, refusal.status if refusal else 200


@bp.get("/members/<id:member_id>/merging/<id:other_id>")
@requires(Permission.MEMBER_READ)
def two_files(member_id: int, other_id: int) -> ResponseReturnValue:
    """Show two files side by side, what one file of both will have, and what stands against it."""
    return _page(member_id, other_id, ProposeForm(formdata=None))


def _page(
    member_id: int, other_id: int, form: ProposeForm, refusal: RuleError | None = None
) -> ResponseReturnValue:
    session, here = db.session(), community()
    both = [people.member_in(session, here, each) for each in (member_id, other_id)]
    kept, gone = pairs.chosen(session, *both)
    page = render_template(
        "teams/merging/two_files.html",
        form=form,
        shown=compared(session, kept, gone, clock.now()),
        kept=kept,
        gone=gone,
        newest=queries.newest_of(session, kept, gone),
        refusal=refusal,
    )
    return page, refusal.status if refusal else 200


@bp.post("/members/<id:member_id>/merging/<id:other_id>")
@requires(Permission.MEMBER_REGISTER)
def propose_merge(member_id: int, other_id: int) -> ResponseReturnValue:
    """Propose to make one file of two."""
    form = ProposeForm()
    said = rules.Proposal(
        is_confirmed=form.validate() and bool(form.confirmed.data),
        reason=value_of(form.reason) or "",
        takes_phone=bool(form.takes_phone.data),
    )
    try:
        _on_both(member_id, other_id, lambda act, one, other: rules.propose(act, one, other, said))
    except RuleError as refusal:
        return _page(member_id, other_id, form, refusal)
    flash(_("提议交上去了，由另一位同事核对后决定。没办之前随时可以撤回。"))
    return redirect(url_for("teams.two_files", member_id=member_id, other_id=other_id), code=303)


@bp.post("/members/<id:member_id>/merging/<id:other_id>/apart")
@requires(Permission.MEMBER_REGISTER)
def keep_apart(member_id: int, other_id: int) -> ResponseReturnValue:
    """Remember that both are two people."""
    _on_both(member_id, other_id, rules.keep_apart)
    flash(_("记下了：是两个人，不再列出来。"))
    return redirect(url_for("teams.merges"), code=303)


def _on_both(member_id: int, other_id: int, step: Callable[[Act, Member, Member], object]) -> None:
    here_id, by, now = community().id, authority(), clock.now()

    def act(session: Session) -> None:
        here = session.get_one(Community, here_id)
        one, other = (people.member_in(session, here, each) for each in (member_id, other_id))
        step(Act(session, now, by=by, community=here), one, other)

    run(act)


@bp.get("/merges/<id:merge_id>")
@requires(Permission.MEMBER_READ)
def merge(merge_id: int) -> ResponseReturnValue:
    """Show a proposal with both files as they are now, to be decided or taken back."""
    session, here = db.session(), community()
    proposed = queries.merge_in(session, here, merge_id)
    kept, gone = (
        people.member_in(session, here, each) for each in (proposed.kept_id, proposed.gone_id)
    )
    return render_template(
        "teams/merging/merge.html",
        proposed=proposed,
        form=DecisionForm(formdata=None),
        shown=compared(session, kept, gone, clock.now()) if proposed.is_open else None,
        kept=kept,
        gone=gone,
        is_own=proposed.proposed_by_id == authority().person_id,
    )


@bp.post("/merges/<id:merge_id>/taking-back")
@requires(Permission.MEMBER_REGISTER)
def take_merge_back(merge_id: int) -> ResponseReturnValue:
    """Take a proposal back."""
    _on_merge(merge_id, rules.take_back)
    flash(_("撤回了，什么也没有变。"))
    return redirect(url_for("teams.merges"), code=303)


@bp.post("/merges/<id:merge_id>/decision")
@requires(Permission.MEMBER_MERGE)
@rechecked
def decide_merge(merge_id: int) -> ResponseReturnValue:
    """Make one file of both for good, or refuse with a reason."""
    form = DecisionForm()
    reason = (value_of(form.reason) if form.validate() else None) or str(_("请再核对证件"))
    if request.form.get("decision") == "merge":
        _on_merge(merge_id, rules.merge)
        flash(_("合并好了，两个编号都认得这一位。"))
    else:
        _on_merge(merge_id, lambda act, proposed: rules.refuse(act, proposed, reason))
        flash(_("已经告诉提议的同事。"))
    return redirect(url_for("teams.merge", merge_id=merge_id), code=303)


def _on_merge(merge_id: int, step: Callable[[Act, Merge], object]) -> None:
    here_id, by, now = community().id, authority(), clock.now()

    def act(session: Session) -> None:
        here = session.get_one(Community, here_id)
        proposed = queries.merge_in(session, here, merge_id)
        step(Act(session, now, by=by, community=here), proposed)

    run(act)
