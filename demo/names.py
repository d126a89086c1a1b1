"""Plainly invented names and places: two communities that share no word of their own.

Given names are plants in one and waters in the other, and no surname stands in both, so that a
reader (or a test) sees at once whose row a page shows.
"""

from dataclasses import dataclass
from random import Random

FIRST_OF_OTHERS = 100
"""Phones of people without a role end in their number plus this."""


@dataclass(frozen=True, slots=True)
class Flavour:
    """The words of one demo community; `phones` are the first seven digits of its people's."""

    slug: str
    name: str
    short: str
    prefix: str
    phones: str
    address: str
    desk_phone: str
    surnames: str
    given: str
    odd_names: tuple[str, ...]
    estates: tuple[str, ...]
    partners: tuple[str, ...]
    shop: str
    square: str
    street: str

    def phone(self, number: int) -> str:
        """Return the phone of the `number`-th volunteer: the first eight end in their number."""
        tail = number if number in SIGN_INS else number + FIRST_OF_OTHERS
        return f"{self.phones}{tail:04d}"

    def names(self, count: int) -> list[str]:
        """Return `count` different names, the same ones each time."""
        given = self.given.split()
        whole = [surname + word for word in given for surname in self.surnames.split()]
        mixed = dice(self.slug, "names").sample(whole, count)
        mixed[40 : 40 + len(self.odd_names)] = self.odd_names
        return mixed


SIGN_INS = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 11, 15})
"""Volunteers whose phone ends in their number, so that it is easily typed."""


def dice(*salt: str) -> Random:
    """Return dice that fall the same way each time for the same `salt`."""
    return Random("/".join(salt))  # noqa: S311 - the demo wants the same rows, not secrets


DONGJIE = Flavour(
    slug="dongjie",
    name="民乐县东街社区",
    short="东街",
    prefix="DJ",
    phones="1390000",
    address="民乐县东街 18 号",
    desk_phone="0936-4400018",
    surnames="张 王 李 赵 陈 孙 马 朱 胡 郭 何 高",
    given=(
        "禾苗 麦穗 青松 春芽 秋实 小满 杏枝 柳叶 桃花 石榴 冬青 向阳 "
        "谷雨 芝兰 玉竹 白杨 金桂 红豆 文竹 长青 瑞禾 丰收 百合 海棠"
    ),
    odd_names=("欧阳麦", "古丽·麦穗", "马·禾苗", "苗"),
    estates=("杏林小区", "麦香家园", "槐荫里"),
    partners=(
        "禾丰粮油店",
        "杏林卫生院",
        "麦香小学",
        "槐荫供电所",
        "青禾税务所",
        "谷雨书店",
        "向阳农商行",
        "白杨消防站",
        "金桂照相馆",
    ),
    shop="东街爱心积分超市",
    square="东街槐荫广场",
    street="东街十字",
)

NANGUAN = Flavour(
    slug="nanguan",
    name="民乐县南关社区",
    short="南关",
    prefix="NG",
    phones="1391000",
    address="民乐县南关 7 号",
    desk_phone="0936-4400027",
    surnames="刘 杨 黄 周 吴 徐 林 罗 梁 宋 郑 谢",
    given=(
        "清溪 远山 大川 晓泉 明湖 秀峰 长河 雨潭 云岭 春江 秋水 石桥 "
        "海月 银滩 沙洲 雪峰 碧波 流云 望岳 听涛 泉生 润田 平湖 江舟"
    ),
    odd_names=("司马川", "才让·雪峰", "韩·明湖", "泉"),
    estates=("清溪小区", "望岳家园", "石桥里"),
    partners=(
        "川流超市",
        "明湖诊所",
        "石桥小学",
        "春江供水站",
        "云岭税务所",
        "听涛书屋",
        "长河信用社",
        "雪峰消防站",
        "海月影楼",
    ),
    shop="南关爱心积分超市",
    square="南关石桥广场",
    street="南关十字",
)

FLAVOURS = (DONGJIE, NANGUAN)

ROOMS = (
    "积分超市",
    "心理咨询室",
    "妇女儿童之家",
    "两代表一委员工作室",
    "矛盾纠纷调处室",
    "反邪教工作室",
    "文体活动中心",
    "道德讲堂",
    "理论宣讲室",
)
"""The rooms of the station (domain 3.2); an activity names the one it is held in."""

SKILLS = ("写字画画", "理发", "水电维修", "开车", "医护", "唱歌跳舞", "讲课", "照相", "")
TIMES = ("平时上午", "晚上", "周末", "随叫随到", "周三、周五晚上")
