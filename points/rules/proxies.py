"""Somebody collecting for somebody else: recorded, for two people a day, never the clerk (T24)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from core import keyring
from core.errors import BadRequest
from points.models import ProxyPickup, Redemption
from points.rules import postings
from points.rules.postings import Posting
from points.rules.refusals import ProxyFull, ProxyOnDuty
from teams.roles import Authority
from teams.rules import settings


class ProxyIncomplete(BadRequest):
    """A proxy leaves a name, a relation and the last four digits of a phone."""

    message = "代领要写代领人姓名、和本人的关系、手机后四位。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """Who collects for the member."""

    name: str
    relation: str
    phone_tail: str


def refuse_unfit(session: Session, proxy: Proxy | None, by: Authority) -> None:
    """Refuse a proxy who is incomplete, or who is the clerk on duty."""
    if proxy is None:
        return
    is_tail = len(proxy.phone_tail) == 4 and proxy.phone_tail.isascii()
    if not (proxy.name and proxy.relation and is_tail and proxy.phone_tail.isdigit()):
        raise ProxyIncomplete
    clerk = session.get_one(Person, by.person_id)
    if clerk.name == proxy.name and clerk.phone_tail in {None, proxy.phone_tail}:
        raise ProxyOnDuty


def count(posting: Posting, proxy: Proxy | None, slip: Redemption) -> None:
    """Count one more person this proxy collects for today; the same person counts once.

    Raises ProxyFull: each day has as many slots as the setting says, and a slot is taken once.
    """
    if proxy is None:
        return
    session, today = posting.session, posting.today
    cap = settings.as_of(session, slip.community_id, today).number("proxy_principals")
    key = keyring.sealer().index(f"{proxy.name}:{proxy.phone_tail}", "proxy")
    for slot in range(1, cap + 1):
        session.execute(
            postings.insert_into(session, ProxyPickup)
            .values(community_id=slip.community_id, proxy_key=key, on_date=today)
            .values(slot=slot, member_id=slip.member_id)
            .on_conflict_do_nothing()
        )
    mine = session.scalar(
        select(ProxyPickup.slot).where(
            ProxyPickup.community_id == slip.community_id,
            ProxyPickup.proxy_key == key,
            ProxyPickup.on_date == today,
            ProxyPickup.member_id == slip.member_id,
        )
    )
    if mine is None:
        raise ProxyFull(name=proxy.name, cap=cap)


def columns(proxy: Proxy | None) -> dict[str, str]:
    """Return the columns of a slip that name the proxy."""
    if proxy is None:
        return {}
    return {
        "proxy_name": proxy.name,
        "proxy_relation": proxy.relation,
        "proxy_phone_tail": proxy.phone_tail,
    }
