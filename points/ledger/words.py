"""Chinese names of the kinds of entries in the book."""

from points.ledger.models import EntryKind

ENTRY_KIND_WORDS: dict[EntryKind, str] = {
    EntryKind.EARN: "志愿服务",
    EntryKind.BONUS: "另加积分",
    EntryKind.REVERSE: "更正冲回",
    EntryKind.REDEEM: "兑换",
    EntryKind.RETURN: "退回",
    EntryKind.EXPIRE: "到期",
    EntryKind.ADJUST: "调整",
    EntryKind.DONATE_OUT: "捐出",
    EntryKind.HOLD: "预约留下",
    EntryKind.RELEASE: "预约退回",
    EntryKind.STOCK: "物资出入库",
    EntryKind.MERGE: "合并档案",
}
