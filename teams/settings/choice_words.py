"""Chinese names of the choices of a setting."""

SETTING_CHOICE_WORDS: dict[str, str] = {
    "FLOOR_30": "按半小时往下取整",
    "ROUND_UP_FIRST_HOUR": "不满 1 小时按 1 小时",
    "END_OF_NEXT_CALENDAR_YEAR": "到下一年 12 月 31 日",
    "END_OF_CALENDAR_YEAR": "到当年 12 月 31 日",
    "THREE_YEARS": "满三年",
}
