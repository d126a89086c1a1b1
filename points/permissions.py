"""What the room `points` lets people do, and which roles hold it."""

from core.permissions import Grant, PermissionName
from teams import permissions as below
from teams.authority.models import Role


class Permission(below.Permission):
    """What this room lets people do, and what the rooms below it do; alphabetical."""

    POINTS_REDEEM = PermissionName("points:redeem")
    PRICE_SET = PermissionName("price:set")
    SHOP_SELL = PermissionName("shop:sell")
    SHOP_WITNESS = PermissionName("shop:witness")
    STOCK_MANAGE = PermissionName("stock:manage")


PERMISSIONS = (
    Grant(Permission.POINTS_REDEEM, "兑换", (Role.VOLUNTEER,)),
    Grant(Permission.PRICE_SET, "定积分价", (Role.COMMUNITY_ADMIN,)),
    Grant(Permission.SHOP_SELL, "柜台发放", (Role.SHOP_CLERK,)),
    Grant(Permission.SHOP_WITNESS, "柜台见证", (Role.SUPERVISOR,)),
    Grant(Permission.STOCK_MANAGE, "管库存", (Role.STOCK_KEEPER, Role.COMMUNITY_ADMIN)),
)
