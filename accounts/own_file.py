"""What this room keeps of a person, for the own copy (PIPL 45)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Consent, LoginSession, Notification, Person
from accounts.rules import people
from accounts.words import CONSENT_WORDS, FACE_WORDS
from core.declarations import OwnWords
from core.told import Told

WORDS = OwnWords(
    {
        "name": "姓名",
        "birth_on": "出生日期",
        "sex": "性别",
        "address": "住址",
        "face": "头像",
        "phone": "手机号",
        "resident_number_tail": "身份证末四位",
        "registered_at": "登记时间",
        "guardian": "监护人",
        "relation": "关系",
        "consented_at": "同意的时间",
        "consents": "同意的事",
        "scope": "同意什么",
        "text_version": "文本版本",
        "given_at": "同意的时间",
        "withdrawn_at": "撤回的时间",
        "devices": "登录过的设备",
        "device": "设备",
        "made_at": "时间",
        "seen_at": "最后用的时间",
        "ended_at": "结束的时间",
        "messages": "通知",
        "text": "内容",
        "read_at": "看过的时间",
    },
    (CONSENT_WORDS,),
)


def of_person(session: Session, person_id: int) -> dict[str, Any]:
    """Return what is noted of a person, and every consent, device and message by id."""
    return _person_of(session, person_id) | _rows_of(session, person_id)


def _person_of(session: Session, person_id: int) -> dict[str, Any]:
    person = session.get_one(Person, person_id)
    guardian = people.guardian_of(session, person.id)
    return {
        "name": person.name,
        "birth_on": person.birth_on,
        "sex": person.sex,
        "address": person.address,
        "face": Told(FACE_WORDS[person.chosen_face], {}) if person.chosen_face else None,
        "phone": people.phone_of(person),
        "resident_number_tail": person.resident_number_tail,
        "registered_at": person.registered_at,
        "guardian": guardian
        and {
            "name": guardian.name,
            "relation": guardian.relation,
            "phone": people.guardian_phone(guardian),
            "consented_at": guardian.consented_at,
        },
    }


def _rows_of(session: Session, person_id: int) -> dict[str, Any]:
    own = {
        "consents": select(
            Consent.scope, Consent.text_version, Consent.given_at, Consent.withdrawn_at
        )
        .where(Consent.person_id == person_id)
        .order_by(Consent.id),
        "devices": select(
            LoginSession.device, LoginSession.made_at, LoginSession.seen_at, LoginSession.ended_at
        )
        .where(LoginSession.person_id == person_id)
        .order_by(LoginSession.id),
    }
    told = session.scalars(
        select(Notification).where(Notification.person_id == person_id).order_by(Notification.id)
    )
    kept: dict[str, Any] = {
        name: [dict(row) for row in session.execute(asked).mappings()]
        for name, asked in own.items()
    }
    kept["messages"] = [
        {
            "text": Told(each.sentence, each.values),
            "made_at": each.made_at,
            "read_at": each.read_at,
        }
        for each in told
    ]
    return kept
