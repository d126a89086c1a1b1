"""Signing in, and a word to the administrators when a station's PINs are being guessed at."""

from sqlalchemy import select

from accounts.act import Subject
from accounts.rules import guessing, sign_in
from accounts.rules.sign_in import CheckedSecret, Claim, Entry
from teams.authority.act import Act
from teams.authority.models import Role, RoleBinding
from teams.members.models import Community

WARNING = (
    "有人在试本社区志愿者的 PIN 码，错了很多次，系统已经拦住。"
    "志愿者在自己手机上登录不受影响。请留意有没有人说登录不了。"
)


def settle(act: Act, claimed: Claim, checked: CheckedSecret) -> Entry:
    """Do what `sign_in.settle` does; warn the station whose numbers are tried, once an hour."""
    entry = sign_in.settle(act, claimed, checked)
    if entry.alarm and guessing.may_warn(act, entry.alarm):
        _warn(act, entry.alarm)
    return entry


def _warn(act: Act, letters: str) -> None:
    """Tell the administrators of the station with these letters; nobody's letters warn nobody."""
    here = act.session.scalars(select(Community).where(Community.prefix == letters)).one_or_none()
    if here is None:
        return
    for person_id in act.session.scalars(
        select(RoleBinding.person_id)
        .where(
            RoleBinding.community_id == here.id,
            RoleBinding.role == Role.COMMUNITY_ADMIN,
            RoleBinding.ended_at.is_(None),
        )
        .order_by(RoleBinding.person_id)
        .distinct()
    ):
        act.tell(person_id, WARNING, link=f"/c/{here.slug}/audit-trail")
    act.made_by(None).note("authn_login_fail_max", Subject("community", here.id, here.id))
