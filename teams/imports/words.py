"""Chinese names of the states and rows of imports."""

from teams.imports.models import ImportRowState, ImportState

IMPORT_STATE_WORDS: dict[ImportState, str] = {
    ImportState.CHECKED: "查过了，还没导入",
    ImportState.SUBMITTED: "等第二个人审核",
    ImportState.RUN: "已导入",
    ImportState.DROPPED: "不要了",
}


IMPORT_ROW_WORDS: dict[ImportRowState, str] = {
    ImportRowState.REFUSED: "有问题",
    ImportRowState.ASK: "要您定",
    ImportRowState.REPEATED: "重复",
    ImportRowState.REMARK: "提醒",
}
