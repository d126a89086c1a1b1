"""Chinese names of what people may agree to, and what the privacy notice says (PIPL 17, 31)."""

from dataclasses import dataclass

from accounts.models import ConsentScope

CONSENT_WORDS: dict[ConsentScope, str] = {
    ConsentScope.SERVICE_RECORD: "登记和记录志愿服务（依《志愿服务条例》第十九条）",
    ConsentScope.PUBLIC_NAME: "公示和荣誉墙上写我的姓（其余打星号）",
    ConsentScope.RESIDENT_NUMBER: "留存证件号码，用于保险和出具证明",
    ConsentScope.POSITION: "签到时核对我在不在现场（不留轨迹）",
    ConsentScope.PHOTO: "活动照片里可以有我",
    ConsentScope.RANKING: "排行里可以有我",
    ConsentScope.GUARDIAN: "监护人同意",
}


@dataclass(frozen=True, slots=True)
class Use:
    """One line of the list: for what, which data, on what ground, kept for how long."""

    purpose: str
    kinds: str
    ground: str
    kept: str


USES = (
    Use(
        "登记、联系您、排班",
        "姓名、出生日期、手机号、想参加的队伍；愿意写的还有住址、特长、有空的时间",
        "您同意；《志愿服务条例》第七条",
        "在队期间；退队后不再用来联系",
    ),
    Use(
        "记录志愿服务、出证明",
        "报名、签到和离开的时间、时长、培训、表扬",
        "法定职责：《志愿服务条例》第十九条",
        "长期保存，证明要随时能开",
    ),
    Use(
        "积分和兑换",
        "积分的来去、领了什么、谁经办",
        "您同意；账目要能核对",
        "账目长期保存，不能涂改",
    ),
    Use(
        "公示、荣誉墙",
        "姓和编号尾数，其余打星号；不同意的只写队伍和尾数；未成年人不写",
        "您单独同意，随时可以撤回",
        "公示结束就不再挂出",
    ),
    Use(
        "买保险、开证明",
        "身份证号（加密保存，页面上只见末四位）",
        "您单独同意，不留也能参加",
        "到服务台撤回时删去",
    ),
    Use(
        "登录安全",
        "设备名称、登录时间、试错次数；密码和 PIN 码只存算不回去的样子",
        "保护您的账户",
        "退出登录即失效；操作记录留着备查",
    ),
)

PROMISES = (
    "手机号和身份证号加密保存。看您完整的号码，要写明理由，每次都留记录。",
    "带队人只在活动当天看得到报了名的人怎么联系。",
    "不卖、不给商家，不用来打广告，不用来给您打分排队。",
    "资料存在社区选定的服务器上，程序不往别处传。",
    "万一泄露，马上补救，并告诉您和主管部门。",
)

RIGHTS = (
    ("看一看、带走一份", "登录后在“我的—资料与同意”，可以下载；不会用手机的到服务台打印。"),
    ("改错的", "姓名、住址自己改；手机号、出生日期、身份证号带证件到服务台改。"),
    ("撤回同意", "在“我的—资料与同意”去掉勾，马上生效；不影响您继续参加。"),
    ("要求删除、退出", "到服务台说一声。服务记录和账目按规定留着，其余不再使用。"),
    ("问清楚、提意见", "打电话或到服务台，工作人员当面答复；不满意可以向网信、民政部门反映。"),
    ("亲属", "志愿者去世后，近亲属可以到服务台查阅、更正、要求删除。"),
)

FOR_PARENTS = (
    "不满 14 岁的孩子不单独登记、不登录：由您带着到服务台登记，由您替孩子报名、领东西。",
    "14 到 17 岁可以自己登录，但要您先同意；社工会打电话或当面问您，并记下是谁、什么时候问的。",
    "用到的只有：孩子的姓名、出生日期、参加了什么、时长和积分，还有您的姓名和手机号。",
    "公示和荣誉墙上不写孩子的名字。照片要您另外同意，不同意也能参加。",
    "工作人员看孩子的完整资料，要写明理由，每次都留记录。",
    "您随时可以到服务台看、改、撤回同意，或者要求删除。撤回以后孩子不再参加，记过的时长还在。",
    "孩子满 14 岁、满 18 岁那天起，按大孩子、成年人的规矩办，会再问一次。",
)


@dataclass(frozen=True, slots=True)
class Notice:
    """The whole notice, as its page and the form of registering show it."""

    uses: tuple[Use, ...]
    promises: tuple[str, ...]
    rights: tuple[tuple[str, str], ...]
    for_parents: tuple[str, ...]


NOTICE = Notice(USES, PROMISES, RIGHTS, FOR_PARENTS)

FACE_WORDS: dict[int, str] = {
    1: "盘发，圆眼镜",
    2: "黑短发",
    3: "黑长发",
    4: "花白短发",
    5: "齐耳灰发",
    6: "短发，方眼镜",
    7: "马尾辫",
    8: "齐耳白发",
}
"""What each drawn face is told by to who does not see it."""
