"""The one-time set-up token of a first administrator: begun and used (no seeded account)."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import update

from accounts.act import Act, Subject
from accounts.models import CodePurpose, OneTimeCode
from core.errors import BadRequest

LASTS = timedelta(minutes=60)
TOKEN_BYTES = 24


class SetUpOver(BadRequest):
    """The token is unknown, was used, or is older than 60 minutes."""

    message = "这个设置口令用过了，或者超过了 60 分钟。请在服务器上重新生成一个。"


def begin(act: Act) -> str:
    """Return a fresh token, good for 60 minutes and once; only its hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    code = OneTimeCode(
        purpose=CodePurpose.SET_UP,
        code_hash=_hash(token),
        made_at=act.now,
        expires_at=act.now + LASTS,
    )
    act.session.add(code)
    act.session.flush()
    act.made_by(None).note("set_up_begun", Subject("code", code.id))
    return token


def use(act: Act, token: str) -> None:
    """Spend the token. At the sixtieth minute it is over. Raises SetUpOver."""
    spent = act.session.scalar(
        update(OneTimeCode)
        .where(
            OneTimeCode.purpose == CodePurpose.SET_UP,
            OneTimeCode.code_hash == _hash(token),
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > act.now,
        )
        .values(used_at=act.now)
        .returning(OneTimeCode.id)
    )
    if spent is None:
        raise SetUpOver


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
