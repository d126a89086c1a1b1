"""Doing a thing once however often it is sent (ledger 2.2, step 3)."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.act import Act
from accounts.models import RequestKey
from core.errors import BadRequest, KeyReused
from core.upsert import insert_new

LONGEST_KEY = 100


def claim(act: Act, client: str, key: str, body: str) -> RequestKey | None:
    """Bind `key` of `client` to `body`; return the first answer's row when it was bound before.

    None means this is the first time: do the act, then `answer`. A racing first sender makes us
    wait on the unique index until it commits or rolls back; a refusal frees the key again.
    Raises BadRequest for a missing, over-long or invisible key; KeyReused for another body.
    """
    if not 0 < len(key) <= LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise BadRequest
    body_hash = hashlib.sha256(body.encode()).hexdigest()
    bound = {"client": client, "key": key, "body_hash": body_hash, "answer": {}, "made_at": act.now}
    if insert_new(act.session, RequestKey.id, bound) is not None:
        return None
    before = act.session.scalars(
        select(RequestKey).where(RequestKey.client == client, RequestKey.key == key)
    ).one()
    if before.body_hash != body_hash:
        raise KeyReused
    return before


def answer(session: Session, client: str, key: str, given: dict[str, object]) -> None:
    """Keep what the first sender was told, for whoever sends the same again."""
    bound = session.scalars(
        select(RequestKey).where(RequestKey.client == client, RequestKey.key == key)
    ).one()
    bound.answer = given
