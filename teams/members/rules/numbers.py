"""Whose a volunteer number is: that of a file that was merged leads to the one that stays."""

from sqlalchemy import BindParameter, ColumnElement, Select, select
from sqlalchemy.orm import aliased

from accounts.models import VolunteerNumber
from teams.members.models import Member

_Bearer, _Found = aliased(Member), aliased(Member)


def members_of(
    community_id: int | BindParameter[int], number: str | BindParameter[str | None]
) -> Select[int]:
    """Return the id of the member a number of the community means now; nothing for another's.

    number: in its plain form, in capitals.
    """
    return (
        select(_Found.id)
        .join(_Bearer, _Bearer.community_id == _Found.community_id)
        .join(VolunteerNumber, VolunteerNumber.number == _Bearer.volunteer_no)
        .where(
            _Bearer.community_id == community_id,
            _Bearer.volunteer_no == number,
            _Found.person_id == VolunteerNumber.person_id,
        )
    )


def bears(
    community_id: int | BindParameter[int], number: str | BindParameter[str | None]
) -> ColumnElement[bool]:
    """Return the condition on a member that a number of the community means them."""
    return Member.id == members_of(community_id, number).scalar_subquery()
