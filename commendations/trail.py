"""What the room `commendations` notes in the audit trail, in Chinese words."""

from core.trail import Trail

TRAIL = Trail(
    events={
        "award_flagged": "证书要复核",
        "award_issued": "颁发证书",
        "award_kept": "保留证书",
        "award_revoked": "撤销证书",
        "commendation_checked": "核对表扬认定",
        "commendation_issued": "颁发表扬认定",
        "commendation_published": "公示表扬认定",
        "commendation_reviewed": "评审表扬认定",
        "commendation_started": "开始一批表扬认定",
        "levels_installed": "装好星级标准",
        "nomination_decided": "答复对提名的异议",
        "nomination_disputed": "对提名提出异议",
        "nomination_made": "提名",
        "nomination_withdrawn": "收回提名",
    },
    objects={
        "award": "证书",
        "commendation": "表扬认定",
    },
    details={
        "awards": "颁发",
        "names": "人数",
        "nomination": "提名",
        "notice": "公示",
        "number": "编号",
        "refused": "没通过",
    },
    nameless=frozenset({"nomination_disputed"}),
    references=frozenset({"nomination", "notice"}),
)
"""Who objects is known to who decides (`objectors`), so the trail never names them."""
