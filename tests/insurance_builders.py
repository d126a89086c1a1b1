"""Builders of insurance policies; a test states only the fact that matters."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Community
from tests.builders import NOW, staff
from volunteer.activities.models import Activity
from volunteer.insurance.models import Cover, InsurancePolicy
from volunteer.insurance.rules import policies, relying
from volunteer.insurance.rules.policies import PolicyFacts


def facts(**given: Any) -> PolicyFacts:
    """A policy for everybody of the whole year."""
    usual: dict[str, Any] = {
        "insurer": "人保财险",
        "policy_no": "PA-2026-7",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "cover": Cover.EVERYBODY,
    }
    return PolicyFacts(**usual | given)


def a_policy(session: Session, community: Community, **given: Any) -> InsurancePolicy:
    """A policy as the desk noted it."""
    desk = staff(session, community, Role.COORDINATOR, "周敏")
    return policies.record(Act(session, NOW, by=desk, community=community), facts(**given))


def rely(session: Session, activity: Activity, policy: InsurancePolicy | None = None) -> None:
    """Let an activity rely on a policy, of the whole year where none is given."""
    community = session.get_one(Community, activity.community_id)
    policy = policy or a_policy(session, community)
    relying.give(Act(session, NOW, community=community), activity, policy.id)
    session.flush()
