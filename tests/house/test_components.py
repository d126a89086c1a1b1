"""Each component alone, in a bare environment: what a reader's software needs is there."""

import re
from gettext import NullTranslations
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from wtforms import BooleanField, Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from core.fields import Required

TEMPLATES = Path(__file__).parents[2] / "templates"
STATIC = Path(__file__).parents[2] / "static"


def bare_environment():
    kit = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    kit.install_gettext_translations(NullTranslations(), newstyle=True)
    kit.filters["say"] = str
    kit.globals.update(
        url_for=lambda endpoint, **words: f"/{endpoint}/" + "/".join(words.values()),
        way=lambda to, **_: f"/{to}/",
        this_page=lambda: "/here",
        other_language=lambda: ("en", "en", "English"),
        csrf_token=lambda: "token-1",
        drawn_once=lambda macro: macro,
        get_flashed_messages=lambda **_: [("message", "已发出 2 件"), ("bad", "没有加进来")],
    )
    return kit


KIT = bare_environment()


def drawn(source, **words):
    return KIT.from_string(source).render(**words)


def component(name, call, **words):
    file = {"team_seal": "team_badge", "meter": "progress", "sums": "pairs"}.get(name, name)
    return drawn(f'{{% from "components/{file}.html" import {name} %}}{{{{ {call} }}}}', **words)


WAYS = [SelectChoice("1", "走路"), SelectChoice("2", "坐车")]


class Visit(Form):
    name = StringField("姓名", [Required("请写姓名")], description="和身份证一致")
    way = RadioField("怎么来", [Required("请选一样")], choices=WAYS)
    agrees = BooleanField("我同意")
    note = StringField("备注")


def refused_visit():
    visit = Visit()
    visit.validate()
    return visit


def test_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in component("icon", 'icon("home")')
    assert 'role="img" aria-label="撤销"' in component("icon", 'icon("undo", "撤销")')


def test_team_badge_prints_the_whole_name():
    badge = component("team_badge", 'team_badge("green", "绿色生态文明")')

    assert "绿色生态文明" in badge
    assert "#t-green" in badge


def test_verdict_says_verb_and_reason():
    link = component("verdict", 'verdict("wait", "排候补", "已满，前面 2 人", "/queue")')

    assert "verdict--wait" in link
    assert "排候补<span>已满，前面 2 人</span>" in link
    assert "<form" not in link


def test_verdict_that_changes_something_is_a_form_with_a_token():
    form = component("verdict", 'verdict("go", "报名", "还差 4 人", "/sign-up", {"shift": 3})')

    assert 'method="post"' in form
    assert 'name="csrf_token" value="token-1"' in form
    assert 'name="shift" value="3"' in form


def test_points_amount_shows_a_true_minus_and_thousands():
    assert "−100<small>分</small>" in component("points_amount", "points_amount(-100, true)")
    assert "+24<small>" in component("points_amount", "points_amount(24, true)")
    assert ">12,840<small>" in component("points_amount", "points_amount(12840)")


def test_lot_bar_names_the_earliest_lot_and_writes_no_style():
    bar = component("lot_bar", "lot_bar(lots)", lots=[(146, "2026年12月31日"), (240, "明年底")])

    assert "共 386 分，最早的 146 分 2026年12月31日到期" in bar
    assert "先用这些" in bar
    assert "style=" not in bar


def test_lot_bar_of_nothing_is_nothing():
    assert component("lot_bar", "lot_bar([])").strip() == ""


def test_places_bar_draws_a_cell_a_place_up_to_twenty():
    assert component("places_bar", "places_bar(20, 2)").count("<rect") == 20
    assert component("places_bar", "places_bar(21, 2)").count("<rect") == 2
    assert 'aria-label="4 个名额，已报 2 人"' in component("places_bar", "places_bar(4, 2)")


@pytest.mark.parametrize("kind", ["ok", "wait", "bad", "end", "new"])
def test_status_tag_has_icon_and_word(kind):
    tag = component("status_tag", f'status_tag("{kind}", "公示中")')

    assert "<use" in tag
    assert "公示中" in tag


def test_person_card_shows_the_vest_until_there_is_a_photo():
    drawn_person = component("person_card", 'person_card("王*兰", "尾号 0387", "purple", 1)')
    photo = component("person_card", 'person_card("王*兰", "", "purple", 1, "/photo/3")')

    assert "#v-1" in drawn_person
    assert 'src="/photo/3" alt=""' in re.sub(r"\s+", " ", photo)


def test_notice_box_marks_today():
    days = [("周四", 14, "第 1", "past"), ("周五", 15, "今天", "today"), ("周六", 16, "休", "rest")]
    box = drawn(
        '{% from "components/notice_box.html" import notice_box %}'
        '{% call notice_box("还剩 3 个工作日", "20日结束", days, "次日算") %}异议{% endcall %}',
        days=days,
    )

    assert box.count('aria-current="date"') == 1
    assert "异议" in box


def test_stepper_marks_the_present_step():
    steps = component("stepper", 'stepper([("提名", "6 人", "done"), ("公示", "第 2 天", "now")])')

    assert steps.count('aria-current="step"') == 1
    assert 'aria-label="已办"' in steps


def test_sheet_has_caption_heads_and_labels_for_cards():
    table = component(
        "sheet", 'sheet("5 月", [("队伍", ""), ("小时", "n")], [["红", 30]], ["合计", 30])'
    )
    table = re.sub(r"\s+", " ", table)

    assert "<caption >5 月</caption>" in table
    assert table.count('scope="col"') == 2
    assert table.count('scope="row"') == 2
    assert 'data-label="小时"' in table


def test_sorted_column_says_so():
    table = component("sheet", 'sheet("x", [("小时", "n", "?by=h", "descending")], [])')

    assert 'aria-sort="descending"' in table
    assert 'href="?by=h"' in table


def test_pager_offers_only_the_ways_there_are():
    pager = component("pager", 'pager(None, "?after=9", "共 138 人")')

    assert "下一页" in pager
    assert "上一页" not in pager


def test_confirm_button_puts_the_safe_verb_first():
    button = component(
        "confirm_button", 'confirm_button("取消报名", "取消？", "名额会让出。", "/x")'
    )

    assert button.index("先不办") < button.rindex("取消报名")
    assert 'value="token-1"' in button
    assert 'aria-label="取消？"' in button


def test_post_form_carries_token_key_and_busy_words():
    form = component("post_form", 'post_form("/x", "到岗", {"sign_up": 7}, "key-1", "main wide")')

    assert 'name="request_key" value="key-1"' in form
    assert 'value="token-1"' in form
    assert "btn--main btn--wide" in form
    assert 'data-busy="正在办理…"' in form


def test_form_wraps_fields_with_token_and_summary():
    page = drawn(
        '{% from "components/form.html" import form %}'
        '{% from "components/field.html" import field %}'
        '{% call form(visit, "/visit", "提交") %}{{ field(visit.name) }}{% endcall %}',
        visit=refused_visit(),
    )

    assert "有 2 处要改，改好就能提交" in page
    assert 'value="token-1"' in page
    assert 'role="alert"' in page


def test_wrong_field_is_labelled_and_described():
    shown = component("field", "field(visit.name)", visit=refused_visit())

    assert '<label class="form-label" for="name">' in shown
    assert 'aria-describedby="name-hint name-error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="name-error"' in shown


def test_field_that_may_stay_empty_says_so():
    assert "（可不填）" in component("field", "field(visit.note)", visit=Visit())
    assert "（可不填）" not in component("field", "field(visit.name)", visit=Visit())


def test_choices_are_a_fieldset_with_a_label_each():
    shown = component("field", "field(visit.way)", visit=Visit())

    assert "<legend>怎么来" in shown
    assert shown.count("<label") == 2


def test_tick_box_keeps_its_label():
    shown = re.sub(r"\s+", " ", component("field", "field(visit.agrees)", visit=Visit()))

    assert 'for="agrees">我同意' in shown


def test_error_summary_links_to_each_field():
    summary = component("error_summary", "error_summary(visit)", visit=refused_visit())

    assert 'href="#name"' in summary
    assert 'href="#way"' in summary
    assert "autofocus" in summary


def test_empty_offers_one_step():
    assert (
        component("empty", 'empty("都报满了", "下周一放出来。", "看全部", "/a")').count("<a ") == 1
    )


def test_progress_speaks_its_numbers():
    shown = component("progress", 'progress("正在核对", 620, 1000, "行")')

    assert 'role="status"' in shown
    assert 'aria-label="正在核对 620 / 1,000 行"' in shown
    assert 'width="62.0%"' in shown


def test_toasts_are_a_status():
    shown = component("toasts", "toasts()")

    assert 'role="status"' in shown
    assert "已发出 2 件" in shown


def test_a_toast_that_can_be_taken_back_carries_a_form():
    kit = bare_environment()
    found = {"words": "王*兰 20:01 到岗", "url": "/undo", "fields": {"act": "undo"}, "verb": "撤销"}
    kit.globals["get_flashed_messages"] = lambda **_: [("success", found)]

    source = '{% from "components/toasts.html" import toasts %}{{ toasts() }}'
    shown = kit.from_string(source).render()

    assert 'method="post" action="/undo"' in shown
    assert 'name="csrf_token"' in shown
    assert 'name="act" value="undo"' in shown
    assert ">撤销</button>" in shown


def test_pairs_are_label_and_value():
    assert component("pairs", 'pairs([("地点", "东门")])').count("<dt>") == 1
    assert "296 分" in component(
        "sums", 'sums([("现有", 386), ("留下", "−90")], ("能用", "296 分"))'
    )


def test_keypad_keys_are_buttons_that_submit_nothing_by_themselves():
    pad = component("keypad", 'keypad("scan", [("件数", "count")])')

    assert pad.count('type="button"') == pad.count("<button")
    assert pad.count("data-digit") == 10
    assert 'aria-label="退格"' in pad


def test_charts_have_a_sentence_and_patterns():
    months = [("4月", [("red", "红", 62), ("purple", "紫", 138)]), ("5月", [("red", "红", 30)])]
    chart = drawn(
        '{% from "components/chart_hours.html" import hours_by_month %}'
        '{{ hours_by_month("h", "近两月时长", months) }}',
        months=months,
    )

    assert 'aria-label="近两月时长"' in chart
    assert 'id="h-orange"' in chart
    assert ">200<" in chart


def test_charts_of_nothing_still_draw():
    source = (
        '{% from "components/chart_hours.html" import hours_by_month %}'
        '{% from "components/chart_small.html" import sparkline, heat_map %}'
        '{{ hours_by_month("h", "无", []) }}{{ sparkline("无", []) }}{{ heat_map("无", []) }}'
    )

    assert drawn(source).count('role="img"') == 3


LAYOUT_WORDS = {
    "community": SimpleNamespace(name="东街社区", slug="dongjie", desk_phone="0931-1234567"),
    "reader": SimpleNamespace(shown_name="李*梅", role_words="社工", modes=" large contrast"),
    "menu": [SimpleNamespace(label="今天", url="/", icon="home", is_current=True, count=7)],
    "tabs": [SimpleNamespace(label="首页", url="/", icon="home", is_current=True, count=0)],
    "request_id": "r-1",
}


@pytest.mark.parametrize("layout", ["page", "signed_in", "public", "counter", "print"])
@pytest.mark.parametrize("known", [True, False])
def test_layout_has_one_main_one_heading_and_no_inline_script(layout, known):
    words = LAYOUT_WORDS if known else {"community": None, "reader": None, "menu": [], "tabs": []}
    page = drawn(f'{{% extends "layout/{layout}.html" %}}{{% set heading = _("首页") %}}', **words)

    assert len(re.findall(r"<main\b", page)) == 1
    assert len(re.findall(r"<h1\b", page)) == 1
    assert "<title>首页 · 五色志愿</title>" in page
    assert 'href="#main"' in page
    assert page.count('rel="stylesheet"') <= 4
    assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son\w+=", page)


@pytest.mark.parametrize(
    "page", sorted((TEMPLATES / "errors").glob("*.html")), ids=lambda p: p.stem
)
def test_error_page_has_one_way_on_and_the_number(page):
    shown = KIT.get_template(f"errors/{page.name}").render(
        **LAYOUT_WORDS,
        message="刚刚满了。",
        is_own_case=False,
        typed=["雪没扫完"],
        fields=[("note", "雪没扫完")],
        send_to="/activities",
        back_url="/activities",
        is_refused=True,
        is_one_tap=False,
        has_password=True,
        secret_name="recheck",
    )

    assert len(re.findall(r"<h1\b", shown)) == 1
    assert shown.count("btn--main") == 1
    assert "r-1" in shown


def test_every_icon_a_component_names_is_drawn():
    drawn_names = set(
        re.findall(r'symbol id="i-([\w-]+)"', (STATIC / "icons.svg").read_text("utf-8"))
    )
    named = {
        name
        for file in TEMPLATES.rglob("*.html")
        for name in re.findall(r'\bicon\("([\w-]+)"', file.read_text("utf-8"))
    }

    assert named <= drawn_names


def test_style_files_stay_small():
    for file in (STATIC / "css").glob("*.css"):
        assert file.read_text("utf-8").count("\n") < 300, file.name


def test_no_template_writes_a_style_or_a_script_inline():
    for file in TEMPLATES.rglob("*.html"):
        text = file.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son[a-z]+=\"|<style", text), file.name
