"""A new community: its place in the tree, its five teams (domain 9.1), what each room gives it."""

import re
from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from accounts.act import Subject
from core import room
from core.errors import BadRequest, NotAllowed, RuleError
from teams.authority.act import Act
from teams.members.models import Community, Place, PlaceKind, Team, TeamColour


class CommunityTaken(RuleError):
    """The slug or the prefix belongs to another community of this installation."""

    code = "already_done"
    message = "这个地址名或编号字头已有别的社区在用，请换一个。"


class PrefixWrong(BadRequest):
    """A prefix is two or three capital letters."""

    message = "编号字头是两到三个大写字母，例如 DJ。"


class SlugWrong(BadRequest):
    """A slug is small letters, digits and hyphens, beginning with a letter."""

    message = "地址名用小写字母开头，只写小写字母、数字和短横，2 到 31 个。"


@dataclass(frozen=True, slots=True)
class FirstTeam:
    """One of the five teams every community begins with."""

    code: str
    short_name: str
    name: str
    colour: TeamColour
    shape: str
    fixed_day: str
    scope: str


FIVE_TEAMS = (
    FirstTeam(
        "RED_POLICY", "红色政策宣讲", "红色政策宣讲志愿服务队",
        TeamColour.RED, "megaphone", "每月9日",
        "理论宣讲、惠民政策、法律、反诈",
    ),
    FirstTeam(
        "PURPLE_CARE", "紫色牵手关爱", "紫色牵手关爱志愿服务队",
        TeamColour.PURPLE, "hands", "每月19日",
        "老人、残疾人、困境妇女儿童的陪伴、结对、心理疏导",
    ),
    FirstTeam(
        "GREEN_ECO", "绿色生态文明", "绿色生态文明志愿服务队",
        TeamColour.GREEN, "leaf", "每周三晚",
        "环境整治、垃圾分类、绿化",
    ),
    FirstTeam(
        "BLUE_SAFETY", "蓝色平安建设", "蓝色平安建设志愿服务队",
        TeamColour.BLUE, "shield", "每周五",
        "巡逻、隐患排查、调解、交通劝导",
    ),
    FirstTeam(
        "ORANGE_DEVOTION", "橙色无私奉献", "橙色无私奉献志愿服务队",
        TeamColour.ORANGE, "heart", "每月29日",
        "义剪、义诊、维修、文体、应急",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewCommunity:
    """What is needed to open a community; `county_id` is the county place above it."""

    slug: str
    name: str
    prefix: str
    county_id: int
    desk_phone: str | None = None
    address: str | None = None


def county_called(session: Session, name: str) -> Place:
    """Return the county of that name for a new community, made on first use."""
    found = session.scalars(
        select(Place).where(Place.kind == PlaceKind.COUNTY, Place.name == name).limit(1)
    ).one_or_none()
    if found is None:
        found = Place(kind=PlaceKind.COUNTY, name=name)
        session.add(found)
        session.flush()
    return found


def create(
    act: Act, new: NewCommunity, by_person_id: int | None, reach: set[int] | None = None
) -> Community:
    """Open a community, whole at once: five teams, and what each room lists for a new one.

    `reach`: counties of the asker; None is the operator.

    Raises NotAllowed, SlugWrong, PrefixWrong, CommunityTaken, in that order.
    """
    if reach is not None and new.county_id not in reach:
        raise NotAllowed
    _refuse_misspelt(new)
    _refuse_taken(act.session, new)
    place = Place(kind=PlaceKind.COMMUNITY, name=new.name, parent_id=new.county_id)
    act.session.add(place)
    act.session.flush()
    community = Community(
        slug=new.slug,
        name=new.name,
        prefix=new.prefix,
        place_id=place.id,
        desk_phone=new.desk_phone,
        address=new.address,
        made_at=act.now,
    )
    act.session.add(community)
    act.session.flush()
    place.community_id = community.id
    _raise_teams(act.session, community)
    act.made_by(by_person_id).note(
        "community_created",
        Subject("community", community.id, community.id),
        slug=new.slug,
        prefix=new.prefix,
    )
    room.furnish_community(act.session, community.id, act.now)
    return community


def _refuse_misspelt(new: NewCommunity) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,30}", new.slug):
        raise SlugWrong
    if not re.fullmatch(r"[A-Z]{2,3}", new.prefix):
        raise PrefixWrong


def _refuse_taken(session: Session, new: NewCommunity) -> None:
    taken = exists().where(or_(Community.slug == new.slug, Community.prefix == new.prefix))
    if session.scalar(select(taken)):
        raise CommunityTaken


def _raise_teams(session: Session, community: Community) -> None:
    session.add_all(
        Team(
            community_id=community.id,
            code=first.code,
            name=first.name,
            short_name=first.short_name,
            colour=first.colour,
            shape=first.shape,
            fixed_day=first.fixed_day,
            scope=first.scope,
        )
        for first in FIVE_TEAMS
    )
    session.flush()
