"""志愿者 and their file: found, activated, resumed, guardian noted, new PIN, card."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from accounts.gate import rechecked
from accounts.rules import consents
from accounts.rules import people as persons
from core import ages, clock, room
from core.addresses import address
from core.db import db, run
from core.inputs import of_card
from core.menu import Menu
from core.paging import page_key, sort_links, sorted_by, turn
from core.public_address import absolute
from core.qr import qr
from core.template_filters import said
from teams.authority.act import Act
from teams.authority.rules import Authority
from teams.blueprint import bp
from teams.gate import authority, can, community, local_today, requires
from teams.members.models import Member, MemberState
from teams.members.queries import people, teams
from teams.members.queries.people import MemberFilter
from teams.members.queries.teams import is_wished
from teams.members.rules import children, guardians
from teams.members.rules import members as rules
from teams.members.rules.place_tree import own_places, tree_of
from teams.members.views import shown_once
from teams.members.views.unmasking import kept_fields, reading_form
from teams.members.words import MEMBER_STATE_TAGS, MEMBER_STATE_WORDS
from teams.permissions import Permission


@bp.get("/members")
@requires(Permission.MEMBER_READ)
def members() -> ResponseReturnValue:
    """Find a volunteer; names are covered, by key and never by number of page."""
    state = next((each for each in MemberState if each.value == request.args.get("state")), None)
    words = of_card(request.args.get("q", ""))[:60]
    no_secret = "no_secret" in request.args
    wanted = MemberFilter(
        words, state, page_key("team"), has_no_secret=no_secret, place_id=page_key("place")
    )
    sort = sorted_by(list(people.SORTS))
    page = people.members_page(db.session(), community(), wanted, turn(), sort)
    filters = {"q", "state", "team", "no_secret", "place"}
    shown = {name: value for name, value in request.args.items() if name in filters}
    by_sort = {name: value for name, value in request.args.items() if name == "sort"}

    def narrowed(**by: object) -> str:
        """Return where the list is narrowed by this as well; by nothing more where it is None."""
        values = {**shown, **by_sort, **by}
        return address("teams.members", {k: v for k, v in values.items() if v is not None})

    return render_template(
        "teams/members/members.html",
        members=page.rows,
        count=people.members_count(db.session(), community(), wanted),
        shown=shown,
        kept={name: value for name, value in {**shown, **by_sort}.items() if name != "q"},
        beside=page.urls("teams.members", shown | by_sort),
        heads=sort_links("teams.members", list(people.SORTS), shown),
        export_url=address("teams.new_member_export", shown),
        wanted=wanted,
        state_words=MEMBER_STATE_WORDS,
        state_tags=MEMBER_STATE_TAGS,
        state_chips=[
            (_("全部"), narrowed(state=None, no_secret=None), not (state or no_secret)),
            *(
                (_(words), narrowed(state=each.value), each is state)
                for each, words in MEMBER_STATE_WORDS.items()
            ),
            (_("还没有 PIN 码"), narrowed(no_secret=1), no_secret),
        ],
        place=_place_of(wanted.place_id),
        without_place=narrowed(place=None),
        team_chips=[
            (_("全部队伍"), narrowed(team=None), wanted.team_id is None),
            *(
                (said(team.short_name), narrowed(team=team.id), team.id == wanted.team_id)
                for team in teams.teams_of(db.session(), community())
            ),
        ],
    )


def _place_of(place_id: int | None) -> str:
    """Return where the list is narrowed to, or nothing when it is not."""
    if place_id is None:
        return ""
    tree = tree_of(own_places(db.session(), community().id))
    return next((each.words for each in tree if each.place.id == place_id), "—")


@bp.get("/members/<id:member_id>")
@requires(Permission.MEMBER_READ)
def member(member_id: int) -> ResponseReturnValue:
    """Show one volunteer's file; what other rooms know is linked to."""
    found = people.member_in(db.session(), community(), member_id)
    held = teams.memberships(db.session(), community(), member_id)
    is_minor = ages.is_minor(found.person.birth_on, local_today())
    guardian = persons.guardian_of(db.session(), found.person_id)
    fields = kept_fields(found, guardian, is_minor=is_minor)
    return render_template(
        "teams/members/member.html",
        member=found,
        place=_place_of(found.place_id),
        state_words=MEMBER_STATE_WORDS,
        state_tags=MEMBER_STATE_TAGS,
        is_minor=is_minor,
        is_child=children.is_child_now(Act(db.session(), clock.now()), found.person),
        guardian=guardian,
        went_to=people.file_it_went_to(db.session(), found) if found.is_merged else None,
        files_in=people.files_in(db.session(), found),
        reading=reading_form(fields) if fields else None,
        agreed=consents.live(db.session(), found.person_id),
        teams=[t for t in teams.teams_of(db.session(), community()) if t.id in held],
        wished=[team_id for team_id, each in held.items() if is_wished(each)],
        records=[
            (_(line.label), url_for(line.endpoint, member_id=member_id))
            for line in room.lines(Menu.MEMBER)
            if can(line.permission)
        ],
    )


def _step(
    member_id: int, act: Callable[[Session, Member, Authority], object], words: str
) -> ResponseReturnValue:
    here, by = community(), authority()
    run(lambda session: act(session, people.member_in(session, here, member_id), by))
    flash(words)
    return redirect(url_for("teams.member", member_id=member_id), code=303)


@bp.post("/members/<id:member_id>/activation")
@requires(Permission.MEMBER_REGISTER)
def activate_member(member_id: int) -> ResponseReturnValue:
    """Let a pending member take part."""
    now = clock.now()
    return _step(
        member_id, lambda s, m, by: rules.activate(Act(s, now, by=by), m), _("已激活，可以报名了。")
    )


@bp.post("/members/<id:member_id>/guardian-consent")
@requires(Permission.MEMBER_REGISTER)
def note_guardian(member_id: int) -> ResponseReturnValue:
    """Note that the guardian of a minor agreed."""
    now = clock.now()
    return _step(
        member_id,
        lambda s, m, by: guardians.guardian_agreed(Act(s, now, by=by), m),
        _("记下监护人同意了。"),
    )


@bp.post("/members/<id:member_id>/resumption")
@requires(Permission.MEMBER_REGISTER)
def resume_member(member_id: int) -> ResponseReturnValue:
    """Let a paused member take part again."""
    now = clock.now()
    return _step(member_id, lambda s, m, by: rules.resume(Act(s, now, by=by), m), _("已恢复。"))


@bp.post("/members/<id:member_id>/pin")
@requires(Permission.MEMBER_REGISTER)
@rechecked
def give_pin(member_id: int) -> ResponseReturnValue:
    """Give a new PIN and go to the card whose slip shows it once."""
    here, by, now = community(), authority(), clock.now()
    pin = run(lambda s: rules.give_pin(Act(s, now, by=by), people.member_in(s, here, member_id)))
    shown_once.keep(f"member:{member_id}", pin)
    return redirect(url_for("teams.card", member_id=member_id), code=303)


@bp.get("/members/<id:member_id>/card")
@requires(Permission.MEMBER_REGISTER)
def card(member_id: int) -> ResponseReturnValue:
    """Print the card with number and code, and the slip with the PIN when it is fresh.

    The code opens the sign-in page with the number filled in; scanners take the number from it.
    """
    found = people.member_in(db.session(), community(), member_id)
    way_in = absolute(url_for("accounts.sign_in", login=found.volunteer_no, by="pin"))
    return render_template(
        "teams/members/card.html",
        member=found,
        pin=shown_once.take(f"member:{member_id}"),
        code=qr(way_in, css=None),
    )
