"""Chinese words of acts on many members."""

from teams.bulk.models import BulkKind

BULK_KIND_WORDS = {
    BulkKind.CARDS: "打印卡片和 PIN 条",
    BulkKind.ACTIVATE: "激活",
    BulkKind.ACCEPT: "收进队伍",
    BulkKind.CHANGE_TEAM: "换主队",
}
BULK_CONSEQUENCES = {
    BulkKind.ACTIVATE: "激活以后就能报名，每个人都会收到通知。",
    BulkKind.ACCEPT: "他们马上算这支队伍的队员，每个人都会收到通知；还没有主队的，以它为主队。",
    BulkKind.CHANGE_TEAM: "主队都换成这一支，还不是队员的同时收进去，原来的队伍不退。",
}
