"""Somebody collecting for somebody else: a known person, for two people a day (T24)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Guardian, Person
from accounts.rules import people
from core import keyring
from core.ages import is_minor
from core.errors import BadRequest
from core.inputs import BadInput, phone
from core.upsert import insert_new
from points.ledger.rules.postings import Posting
from points.ledger.rules.refusals import ProxyFull, ProxyOnDuty
from points.redemptions.models import ProxyPickup, Redemption
from points.settings import PointsSettings
from teams.authority.act import Act
from teams.members.models import Member, MemberState
from teams.members.rules import numbers


class ProxyIncomplete(BadRequest):
    """A proxy is named by number or phone, with the relation to the member."""

    message = "代领要写代领人的编号或手机号，还有和本人的关系。"


class ProxyUnknown(BadRequest):
    """The proxy is neither an active volunteer here nor the guardian on the member's file."""

    message = "没有找到这位代领人：请报志愿者编号或 11 位手机号。还没登记的，先到服务台登记。"


class ProxyNotNeeded(BadRequest):
    """Who collects the own goods is no proxy."""

    message = "代领人填的就是本人。本人来领，代领这一栏空着。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """Who collects, as typed: a volunteer number or a whole phone number, and the relation."""

    known_by: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownProxy:
    """Who collects, found on file. `person_id` is None for a guardian who has no own file."""

    person_id: int | None
    name: str
    relation: str
    phone_tail: str
    key: str


def known(act: Act, proxy: Proxy, member: Member) -> KnownProxy:
    """Return the known person behind what was typed.

    A guardian counts while the member is a minor.
    Raises ProxyIncomplete, ProxyUnknown, ProxyNotNeeded, ProxyOnDuty, in that order.
    """
    if not (proxy.known_by and proxy.relation):
        raise ProxyIncomplete
    found = _volunteer(act.session, proxy, member) or _guardian(
        act.session, proxy, member, act.within(member.community_id).today
    )
    if found is None:
        raise ProxyUnknown
    if found.person_id == member.person_id:
        raise ProxyNotNeeded
    if found.person_id == act.by.person_id:
        raise ProxyOnDuty
    return found


def refuse_witness(found: KnownProxy, second_person_id: int | None) -> None:
    """Refuse a proxy who is the second person of the same exchange. Raises ProxyOnDuty."""
    if second_person_id is not None and found.person_id == second_person_id:
        raise ProxyOnDuty


def _volunteer(session: Session, proxy: Proxy, member: Member) -> KnownProxy | None:
    asked = select(Person).join(Member, Member.person_id == Person.id)
    here = (Member.community_id == member.community_id, Member.state == MemberState.ACTIVE)
    person = session.scalars(
        asked.where(*here, numbers.bears(member.community_id, proxy.known_by.upper()))
    ).one_or_none()
    if person is None:
        owner_id = _owner_id(session, _phone(proxy))
        person = session.scalars(asked.where(*here, Person.id == owner_id)).one_or_none()
    return _as_known(person, proxy) if person else None


def _guardian(session: Session, proxy: Proxy, member: Member, today: date) -> KnownProxy | None:
    """Return the guardian on a minor's own file when the phone typed is theirs."""
    if not is_minor(session.get_one(Person, member.person_id).birth_on, today):
        return None
    guardian, digits = people.guardian_of(session, member.person_id), _phone(proxy)
    if guardian is None or not digits or people.guardian_phone(guardian) != digits:
        return None
    person_id = guardian.guardian_person_id or _owner_id(session, digits)
    if person_id is not None:
        return _as_known(session.get_one(Person, person_id), proxy)
    return _off_the_books(guardian, digits, proxy)


def _phone(proxy: Proxy) -> str:
    try:
        return phone(proxy.known_by, is_landline_allowed=True)
    except BadInput:
        return ""


def _owner_id(session: Session, digits: str) -> int | None:
    """Return the person whose phone this is, wherever they are registered."""
    found = people.known(session, digits, None)
    return found[0].id if found else None


def _as_known(person: Person, proxy: Proxy) -> KnownProxy:
    return KnownProxy(
        person_id=person.id,
        name=person.name,
        relation=proxy.relation,
        phone_tail=person.phone_tail or "",
        key=_key(f"person:{person.id}"),
    )


def _off_the_books(guardian: Guardian, digits: str, proxy: Proxy) -> KnownProxy:
    return KnownProxy(
        person_id=None,
        name=guardian.name,
        relation=proxy.relation,
        phone_tail=digits[-4:],
        key=_key(f"phone:{digits}"),
    )


def _key(who: str) -> str:
    return keyring.sealer().index(who, "proxy")


def count(posting: Posting, found: KnownProxy, redemption: Redemption) -> None:
    """Count one more person this proxy collects for today; the same person counts once.

    Raises ProxyFull: each day has as many slots as the setting says, and a slot is taken once.
    """
    session, today = posting.session, posting.today
    cap = posting.act.settings(PointsSettings).proxy_principals
    for slot in range(1, cap + 1):
        taken = {"community_id": redemption.community_id, "proxy_key": found.key, "on_date": today}
        taken |= {"slot": slot, "member_id": redemption.member_id}
        insert_new(session, ProxyPickup.slot, taken)
    mine = session.scalar(
        select(ProxyPickup.slot).where(
            ProxyPickup.community_id == redemption.community_id,
            ProxyPickup.proxy_key == found.key,
            ProxyPickup.on_date == today,
            ProxyPickup.member_id == redemption.member_id,
        )
    )
    if mine is None:
        raise ProxyFull(name=found.name, cap=cap)


def columns(found: KnownProxy) -> dict[str, str | int | None]:
    """Return the columns of a redemption that name the proxy."""
    return {
        "proxy_person_id": found.person_id,
        "proxy_name": found.name,
        "proxy_relation": found.relation,
        "proxy_phone_tail": found.phone_tail,
    }
