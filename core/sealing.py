"""Personal fields at rest: AES-256-GCM bound to their row, and a blind index to find them by.

Both keys come from `FIELD_KEY` by HKDF, so one setting opens everything and the index key is never
the encryption key. Losing FIELD_KEY loses the sealed fields: `docs/operating.md` says so.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_ID = b"\x01"
NONCE_BYTES = 12


class SealBroken(Exception):
    """The sealed value was changed, moved to another row, or sealed under another key."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and finds personal fields under one FIELD_KEY."""

    field_key: bytes
    index_key: bytes

    @classmethod
    def from_secret(cls, secret: str) -> "Sealer":
        """Derive both keys from the FIELD_KEY setting."""
        return cls(_derive(secret, b"wuse field"), _derive(secret, b"wuse index"))

    def seal(self, text: str, bound_to: str) -> bytes:
        """Encrypt `text` so that it opens only with the same `bound_to` (kind and owner)."""
        return self.seal_bytes(text.encode(), bound_to)

    def open(self, sealed: bytes, bound_to: str) -> str:
        """Decrypt what `seal` made. Raises SealBroken."""
        return self.open_bytes(sealed, bound_to).decode()

    def seal_bytes(self, content: bytes, bound_to: str) -> bytes:
        """Encrypt what is no text, as `seal` does."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return KEY_ID + nonce + AESGCM(self.field_key).encrypt(nonce, content, bound_to.encode())

    def open_bytes(self, sealed: bytes, bound_to: str) -> bytes:
        """Decrypt what `seal_bytes` made. Raises SealBroken."""
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return AESGCM(self.field_key).decrypt(nonce, body, bound_to.encode())
        except InvalidTag as changed:
            raise SealBroken from changed

    def index(self, text: str, kind: str) -> str:
        """Return the same 64 letters for the same `kind` and `text`, telling nothing of either."""
        return hmac.new(self.index_key, f"{kind}:{text}".encode(), hashlib.sha256).hexdigest()


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
