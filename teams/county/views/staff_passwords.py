"""重发密码: a one-time password for a worker who forgot the own one, printed once."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.gate import rechecked
from core import clock
from core.db import db, run
from core.errors import NotFound
from teams.authority.act import Act
from teams.authority.models import RoleBinding
from teams.authority.queries import counties
from teams.blueprint import bp, county
from teams.county.rules import staff_passwords
from teams.county.rules.staff_passwords import Reach
from teams.gate import authority, community, requires
from teams.members.views import shown_once
from teams.permissions import Permission
from teams.roles.queries import roles


@bp.post("/roles/<id:binding_id>/password")
@requires(Permission.ROLE_GRANT)
@rechecked
def give_password(binding_id: int) -> ResponseReturnValue:
    """Give a worker of this community a new password and go to its slip."""
    here, by, now = community(), authority(), clock.now()

    def act(session: Session) -> str:
        binding = roles.binding_in(session, here, binding_id)
        return staff_passwords.give(Act(session, now, by=by), binding, Reach(frozenset({here.id})))

    shown_once.keep(f"role:{binding_id}", run(act))
    return redirect(url_for("teams.password_slip", binding_id=binding_id), code=303)


@bp.get("/roles/<id:binding_id>/password")
@requires(Permission.ROLE_GRANT)
def password_slip(binding_id: int) -> ResponseReturnValue:
    """Print the slip with the password; a second look shows none."""
    binding = roles.binding_in(db.session(), community(), binding_id)
    return _slip(binding, url_for("teams.roles"))


def _slip(binding: RoleBinding, back_url: str) -> str:
    return render_template(
        "teams/county/password_slip.html",
        person=binding.person,
        password=shown_once.take(f"role:{binding.id}"),
        back_url=back_url,
    )


def _reach() -> Reach:
    """Return the own counties and every community below them."""
    own = [place.id for place in counties.counties_of(db.session(), authority().person_id)]
    below = counties.communities_below(db.session(), own)
    return Reach(frozenset(place.id for place in below), frozenset(own))


def _administrator(session: Session, binding_id: int, reach: Reach) -> RoleBinding:
    """Return a role within the own counties. Raises NotFound."""
    found = session.get(RoleBinding, binding_id)
    if found is None or not reach.covers(found):
        raise NotFound
    return found


@county.post("/admins/<id:binding_id>/password")
@requires(Permission.COUNTY_MANAGE)
@rechecked
def give_admin_password(binding_id: int) -> ResponseReturnValue:
    """Give an administrator of the county or of a community below a new password."""
    reach, by, now = _reach(), authority(), clock.now()

    def act(session: Session) -> str:
        binding = _administrator(session, binding_id, reach)
        return staff_passwords.give(Act(session, now, by=by), binding, reach)

    shown_once.keep(f"role:{binding_id}", run(act))
    return redirect(url_for("county.admin_password_slip", binding_id=binding_id), code=303)


@county.get("/admins/<id:binding_id>/password")
@requires(Permission.COUNTY_MANAGE)
def admin_password_slip(binding_id: int) -> ResponseReturnValue:
    """Print the slip with an administrator's password; a second look shows none."""
    binding = _administrator(db.session(), binding_id, _reach())
    return _slip(binding, url_for("county.county_communities"))
