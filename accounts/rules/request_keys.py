"""Doing a thing once however often it is sent (ledger 2.2, step 3)."""

import hashlib
from collections.abc import Mapping
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from accounts.act import Act
from accounts.models import RequestKey
from core.errors import BadRequest, KeyReused
from core.upsert import insert_new

LONGEST_KEY = 100
KEYS = cast("Table", RequestKey.__table__)

_ANSWER = (
    update(KEYS)
    .where(KEYS.c.client == bindparam("the_client"), KEYS.c.key == bindparam("the_key"))
    .values(answer=bindparam("given"))
)


def claim(
    act: Act, client: str, key: str, body: str, given: Mapping[str, object] | None = None
) -> RequestKey | None:
    """Bind `key` of `client` to `body`; return the first answer's row when it was bound before.

    None means this is the first time: do the act, then `answer`, unless the answer is known before
    and `given`. A racing first sender makes us wait on the unique index until it commits or rolls
    back; a refusal frees the key again.
    Raises BadRequest for a missing, over-long or invisible key; KeyReused for another body.
    """
    if not 0 < len(key) <= LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise BadRequest
    body_hash = hashlib.sha256(body.encode()).hexdigest()
    mine = {"client": client, "key": key}
    bound = {"body_hash": body_hash, "answer": dict(given or {}), "made_at": act.now}
    if insert_new(act.session, RequestKey.id, mine | bound) is not None:
        return None
    before = act.session.scalars(
        select(RequestKey).where(RequestKey.client == client, RequestKey.key == key)
    ).one()
    if before.body_hash != body_hash:
        raise KeyReused
    return before


def answer(session: Session, client: str, key: str, given: Mapping[str, object]) -> None:
    """Keep what the first sender was told, for whoever sends the same again."""
    session.execute(_ANSWER, {"the_client": client, "the_key": key, "given": dict(given)})
