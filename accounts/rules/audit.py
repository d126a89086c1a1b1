"""The audit trail: written in the transaction of the act it tells of."""

from accounts.models import AuditEvent
from core import request_id
from accounts.act import Act


def record(
    act: Act,
    event: str,
    subject: tuple[str, int | None],
    *,
    actor_id: int | None,
    community_id: int | None,
    **details: object,
) -> None:
    """Note that `actor_id` did `event` to `subject` (its kind and id).

    event: words of the OWASP vocabulary where one fits, as `authn_login_success`. `details` holds
    plain values, never a secret nor a full phone or identity number.
    """
    kind, subject_id = subject
    act.session.add(
        AuditEvent(
            community_id=community_id,
            actor_id=actor_id,
            event=event,
            object_kind=kind,
            object_id=subject_id,
            details=details,
            request_id=request_id.current(),
            recorded_at=act.now,
        )
    )
