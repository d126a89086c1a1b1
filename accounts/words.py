"""Chinese names of what people may agree to and how they read."""

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
