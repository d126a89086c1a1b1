"""What the room `accounts` notes in the audit trail, in Chinese words."""

from accounts.words import CONSENT_WORDS
from core.trail import Trail

_SCOPES = {scope.value: words for scope, words in CONSENT_WORDS.items()}

TRAIL = Trail(
    events={
        "authn_login_fail": "登录没有成功",
        "authn_login_lock": "试错太多，暂停登录",
        "authn_login_success": "登录",
        "authn_other_devices_ended": "让别的设备退出",
        "authn_password_change": "本人改密码",
        "authn_password_reset": "重发密码",
        "authn_pin_change": "本人改 PIN 码",
        "authn_pin_reset": "换 PIN 码",
        "authz_fail": "被拒绝的操作",
        "consent_given": "同意",
        "consent_withdrawn": "撤回同意",
        "notice_agreed": "看过并同意个人信息说明",
        "notice_put_off": "个人信息说明先不答",
        "person_changed": "本人改资料",
        "person_registered": "新登记的人",
        "set_up_begun": "发出第一次设置的口令",
        "till_locked": "锁柜台",
        "till_unlocked": "开柜台",
    },
    objects={
        "code": "口令",
        "person": "本人",
        "route": "网页",
    },
    details={
        "code": "原因",
        "devices": "几台设备",
        "failures": "错的次数",
        "fields": "改的是",
        "path": "网址",
        "scope": "同意的事",
        "version": "哪一版",
    },
    codes={
        "code": {
            "already_done": "已经办过",
            "bad_request": "填的不对",
            "key_reused": "同一张单改了内容",
            "not_allowed": "没有这个权限",
            "not_eligible": "条件不够",
            "not_found": "没有这一项",
            "not_signed_in": "没有登录",
            "own_case": "自己的事不能自己办",
            "recheck_needed": "要再核对密码",
            "stale": "别人先改过了",
            "too_many_tries": "试的次数太多",
            "unavailable": "暂时办不了",
        },
        "scope": _SCOPES,
        "fields": {
            "address": "住址",
            "birth_on": "出生日期",
            "face": "头像",
            "identity": "身份证号",
            "name": "姓名",
            "phone": "手机号",
        },
    },
)
