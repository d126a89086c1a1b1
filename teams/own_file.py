"""What this room keeps of a member, for the own copy (PIPL 45)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import room_files
from core.declarations import OwnWords
from core.told import Told
from teams.authority.models import RoleBinding
from teams.authority.words import ROLE_WORDS
from teams.files.models import StoredFile
from teams.members.models import Community, Member, Place, Recruit, RecruitCode, Team, TeamMember
from teams.members.words import MEMBER_STATE_WORDS, TEAM_MEMBER_WORDS

WORDS = OwnWords(
    {
        "community": "社区",
        "volunteer_no": "编号",
        "state": "状态",
        "joined_on": "加入日期",
        "place": "网格、小区",
        "skills": "特长",
        "available_times": "有空的时间",
        "teams": "队伍",
        "team": "队伍",
        "asked_at": "申请的时间",
        "decided_at": "答复的时间",
        "reason": "说明",
        "roles": "岗位",
        "role": "岗位",
        "granted_at": "从什么时候起",
        "recruited": "在摊位上登记",
        "registered_at": "登记的时间",
        "files_put_in": "放上来的文件",
        "file_kind": "是什么",
        "put_in_at": "放上来的时间",
        "byte_count": "大小（字节）",
        "keep_until": "保存到",
        "wiped_at": "清除的时间",
    },
    (MEMBER_STATE_WORDS, TEAM_MEMBER_WORDS, ROLE_WORDS),
)


def of_member(
    session: Session, community_id: int, member_id: int, _now: datetime
) -> dict[str, object]:
    """Return the membership, the teams and the roles, every row by id."""
    member = session.get_one(Member, member_id)
    teams = (
        select(
            Team.name.label("team"),
            TeamMember.state,
            TeamMember.asked_at,
            TeamMember.decided_at,
            TeamMember.reason,
        )
        .join(Team, Team.id == TeamMember.team_id)
        .where(TeamMember.community_id == community_id, TeamMember.member_id == member_id)
        .order_by(TeamMember.id)
    )
    roles = (
        select(RoleBinding.role, RoleBinding.granted_at, RoleBinding.ended_at)
        .where(RoleBinding.community_id == community_id, RoleBinding.person_id == member.person_id)
        .order_by(RoleBinding.id)
    )
    recruited = (
        select(Team.name.label("team"), Recruit.registered_at)
        .join(RecruitCode, RecruitCode.id == Recruit.code_id)
        .join(Team, Team.id == RecruitCode.team_id)
        .where(Recruit.community_id == community_id, Recruit.member_id == member_id)
    )
    put_in = (
        select(
            StoredFile.kind.label("file_kind"),
            StoredFile.byte_count,
            StoredFile.made_at.label("put_in_at"),
            StoredFile.keep_until,
            StoredFile.removed_at.label("wiped_at"),
        )
        .where(StoredFile.community_id == community_id, StoredFile.made_by_id == member.person_id)
        .order_by(StoredFile.id)
    )
    return {
        "community": session.get_one(Community, community_id).name,
        "volunteer_no": member.volunteer_no,
        "state": member.state,
        "joined_on": member.joined_on,
        "place": session.scalar(select(Place.name).where(Place.id == member.place_id)) or "",
        "skills": member.skills,
        "available_times": member.available_times,
        "teams": [dict(row) for row in session.execute(teams).mappings()],
        "roles": [dict(row) for row in session.execute(roles).mappings()],
        "recruited": [dict(row) for row in session.execute(recruited).mappings()],
        "files_put_in": [
            {**row, "file_kind": Told(room_files.file_kinds()[row.file_kind].words, {})}
            for row in session.execute(put_in).mappings()
        ],
    }
