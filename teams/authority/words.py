"""Chinese names of roles."""

from teams.authority.models import Role

ROLE_WORDS: dict[Role, str] = {
    Role.VOLUNTEER: "志愿者",
    Role.LEADER: "队长",
    Role.DEPUTY: "副队长",
    Role.COORDINATOR: "社工",
    Role.SHOP_CLERK: "超市管理员",
    Role.STOCK_KEEPER: "物品管理员",
    Role.SUPERVISOR: "监督员",
    Role.COMMUNITY_ADMIN: "社区管理员",
    Role.COUNTY_ADMIN: "县管理员",
}
