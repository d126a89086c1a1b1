"""The catalogue every community begins with: what kinds of activity there are (domain 9.2)."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from accounts.act import Subject
from teams.authority.act import Act
from teams.members.models import Community
from volunteer.activities.models import ActivityType, KindNotice, QualificationKind, RiskLevel

LOW, MEDIUM, HIGH = RiskLevel
ALONE, GUARDED = False, True


class Kind(NamedTuple):
    """One line of the catalogue; minutes are whole, ages in years, `guarded` admits minors.

    `told_risk` and `bring` are what is told before coming.
    """

    code: str
    name: str
    team_code: str | None
    typical_minutes: int
    cap_minutes: int
    min_age: int
    guarded: bool
    risk: RiskLevel
    told_risk: str
    bring: str


DEFAULT_KINDS = (
    Kind("LECTURE", "理论、政策、法律宣讲（主讲）", "RED_POLICY", 90, 180, 18, ALONE, LOW,
         "久站久讲，注意休息和饮水；会场人多，请记住安全出口。",
         "讲稿、水杯；嗓子不好带润喉糖。"),
    Kind("LEAFLET", "政策宣传、发放资料", "RED_POLICY", 120, 240, 14, GUARDED, LOW,
         "在路边和楼道里走动，注意来往车辆和台阶。",
         "水杯、帽子；资料到集合处领。"),
    Kind("VISIT", "入户走访、陪伴", "PURPLE_CARE", 90, 240, 16, ALONE, MEDIUM,
         "进居民家里要两人同行，先亮明身份；家里有宠物或老人身体不适时先退出来并告诉带队人。",
         "志愿者卡；穿方便换鞋的袜子和鞋套（集合处也有）。"),
    Kind("PAIRING", "结对帮扶（固定对象）", "PURPLE_CARE", 60, 120, 18, ALONE, MEDIUM,
         "单独上门前告诉带队人去向；不代管钱物，不代服药。",
         "志愿者卡、探访记录本。"),
    Kind("COUNSEL", "心理疏导、法律援助（持证）", "PURPLE_CARE", 90, 120, 18, ALONE, MEDIUM,
         "谈话内容要保密；遇到有人情绪激动，先保证自己安全，再请带队人。",
         "执业证件、笔和记录本。"),
    Kind("CLEANUP", "环境整治、清理小广告", "GREEN_ECO", 90, 240, 10, GUARDED, LOW,
         "戴手套，铲刀刀口朝外；楼道和路边注意脚下和来车。",
         "手套、水杯，穿防滑的鞋；工具集合处发。"),
    Kind("SORTING", "垃圾分类桶边督导", "GREEN_ECO", 90, 120, 14, GUARDED, LOW,
         "不徒手翻垃圾，小心碎玻璃和针头；结束后洗手。",
         "手套、口罩、水杯。"),
    Kind("PATROL", "治安巡逻（夜间加 0.2）", "BLUE_SAFETY", 120, 240, 18, ALONE, MEDIUM,
         "两人以上结伴，穿反光背心；遇到冲突不上前，先报警并告诉带队人。",
         "厚外套、手电筒、水杯；反光背心集合处发。"),
    Kind("MEDIATE", "矛盾调解", "BLUE_SAFETY", 90, 120, 18, ALONE, MEDIUM,
         "调解时坐在靠门一侧；有人动手就停下，请网格员和民警来。",
         "志愿者卡、笔和记录本。"),
    Kind("TRAFFIC", "文明交通劝导", "BLUE_SAFETY", 90, 120, 16, ALONE, MEDIUM,
         "站在人行道和安全岛上，穿反光背心，不拦车不追车。",
         "帽子、水杯；反光背心和小旗集合处发。"),
    Kind("HAIRCUT", "爱心义剪", "ORANGE_DEVOTION", 150, 180, 18, ALONE, LOW,
         "剪刀、推子锋利；地面有碎发易滑，用完要消毒。",
         "自己用惯的剪刀、推子；围布和消毒液站里有。"),
    Kind("CLINIC", "爱心义诊（持证）", "ORANGE_DEVOTION", 150, 180, 18, ALONE, LOW,
         "接触采血针等锐器要用锐器盒；有人不舒服先联系社区卫生站。",
         "执业证件、听诊器；血压计站里有。"),
    Kind("REPAIR", "便民维修、缝补", "ORANGE_DEVOTION", 120, 240, 18, ALONE, MEDIUM,
         "先断电断水再动手；登高两人配合，不修燃气。",
         "自己用惯的工具、绝缘手套、水杯。"),
    Kind("CULTURE", "文体演出、“我们的节日”", "ORANGE_DEVOTION", 120, 360, 6, GUARDED, LOW,
         "人多不拥挤，看好孩子；搭台和搬道具注意砸伤。",
         "演出服装、水杯；孩子带一件外套。"),
    Kind("DUTY", "站点值守、积分超市值班", None, 180, 240, 16, ALONE, LOW,
         "搬货量力而行；遇到纠纷请社区工作人员处理。",
         "志愿者卡、水杯。"),
    Kind("EMERGENCY", "防汛、扫雪、突发事件", "ORANGE_DEVOTION", 180, 360, 18, ALONE, HIGH,
         "有滑倒、落水、坠物的危险。听从指挥，穿戴防护，身体不适立刻停下。出发前已办意外险。",
         "身份证、防滑的鞋、厚手套、雨衣、热水；防护用品集合处发。"),
    Kind("TRAINING", "培训学习", None, 90, 240, 14, GUARDED, LOW,
         "会场人多，请记住安全出口；久坐请起来活动。",
         "笔和本子、水杯。"),
)  # fmt: skip


LICENSED = {"CLINIC": QualificationKind.MEDICAL, "COUNSEL": QualificationKind.COUNSEL}
"""Kinds that take a statutory qualification (条例 16); a post that only helps may ask for none."""


def install(act: Act) -> list[ActivityType]:
    """Give `community` the default catalogue; kinds it already has are left as they are.

    TRAINING counts in the training block, never as service (domain 9.2).
    """
    had = set(
        act.session.scalars(
            select(ActivityType.code).where(ActivityType.community_id == act.community.id)
        )
    )
    rows = [_row(act.community, kind) for kind in DEFAULT_KINDS if kind.code not in had]
    act.session.add_all(rows)
    act.session.flush()
    act.session.add_all(_first_notices(act, rows))
    act.session.flush()
    act.made_by(None).note(
        "catalogue_installed",
        Subject("community", act.community.id, act.community.id),
        kinds=len(rows),
    )
    return rows


def _first_notices(act: Act, rows: Sequence[ActivityType]) -> list[KindNotice]:
    told = {kind.code: kind for kind in DEFAULT_KINDS}
    return [
        KindNotice(
            community_id=row.community_id,
            type_id=row.id,
            number=1,
            risk=told[row.code].told_risk,
            bring=told[row.code].bring,
            written_at=act.now,
        )
        for row in rows
    ]


def _row(community: Community, kind: Kind) -> ActivityType:
    return ActivityType(
        community_id=community.id,
        code=kind.code,
        name=kind.name,
        team_code=kind.team_code,
        typical_minutes=kind.typical_minutes,
        cap_minutes=kind.cap_minutes,
        min_age=kind.min_age,
        takes_guarded_minors=kind.guarded,
        risk=kind.risk,
        counts_as_service=kind.code != "TRAINING",
        required_qualification=LICENSED.get(kind.code, ""),
    )
