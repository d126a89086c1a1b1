"""Every number of the demo town explains itself: sentences hold, rows add up to their total."""

import re

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import login_sessions
from core import clock
from core.engine import WRITES
from points.ledger.models import Wallet
from points.ledger.rules.on_the_way import on_the_way
from teams.authority.act import Act
from teams.members.models import Community, Member
from tests.arithmetic import minutes_in, points_in, reckoned
from tests.reading import PageReader
from tests.seeded_demo import HOME
from volunteer.hours.models import RecordState, ServiceRecord
from volunteer.hours.rules import record_posting

RESULT = r"[^=；<]+= [^<；]*?\d 分(?!钟)"
SUM = re.compile(rf"(\d[\d,.]* (?:小时|分钟|件)(?: \d+ 分钟)? ×{RESULT}|夜间 {RESULT})")
CARD = re.compile(r'<li>\s*<a href="[^"]*/me/records/\d+">.*?</li>', re.DOTALL)
NAMED = re.compile(r"</a>\s*<b>([^<]+)</b>")
OLDER = re.compile(r'rel="next"\s+href="([^"]+)"')
OF_MONTH = re.compile(r"<h2>([^<]+)</h2>\s*<p><b>([^<]+)</b>([^<]*)</p>")
TOTAL = re.compile(r"服务时长合计(?:</dt>)?\s*<(?:dd|b)[^>]*>([^<]+)</(?:dd|b)>")
MATH = re.compile(r'<dl class="math">(.*?)</dl>', re.DOTALL)


def people_with(demo, table):
    """Return slug, member id and a token for all owners of rows of `table`."""
    owner = table.owner_id if table is Wallet else table.member_id
    with Session(demo.engine.execution_options(**{WRITES: True})) as session, session.begin():
        rows = session.execute(
            select(Community.slug, Member)
            .join(Community, Community.id == Member.community_id)
            .where(Member.id.in_(select(owner)), Member.state == "active")
            .order_by(Member.id)
        ).all()
        begin, act = login_sessions.begin, Act(session, clock.now())
        return [
            (slug, member.id, begin(act, member.person, "测试机", is_staff=False))
            for slug, member in rows
        ]


def reader_of(demo, token):
    reader = PageReader(demo.app)
    reader.browser.set_cookie("wuse", token)
    return reader


def pages(reader, path):
    """Yield a list and its older pages; nothing for who may not sign in."""
    while path:
        read = reader.get(path)
        if read.status != 200:
            return
        yield read.html
        older = OLDER.search(read.html)
        path = older[1].replace("&amp;", "&") if older else None


def sums_of(html):
    """Return each equation of a page, reckoned and as said."""
    return [(words, *reckoned(words)) for words in SUM.findall(html)]


def record_totals(demo):
    """Return the total each owner of records is told, in the words they read."""
    told = {}
    for slug, member_id, token in people_with(demo, ServiceRecord):
        read = reader_of(demo, token).get(f"/c/{slug}/me/records")
        if read.status == 200:
            told[member_id] = minutes_in(TOTAL.search(read.html)[1])
    return told


@pytest.fixture(scope="module")
def read_plain(demo):
    """Have everybody read the standard pages meanwhile; what large words told before is kept."""

    def set_to(is_large):
        with Session(demo.engine.execution_options(**{WRITES: True})) as opened, opened.begin():
            opened.execute(
                update(Person).where(Person.id.in_(large)).values(is_elder_mode=is_large)
            )

    with Session(demo.engine) as asking:
        large = asking.scalars(select(Person.id).where(Person.is_elder_mode)).all()
    before = record_totals(demo)
    set_to(False)
    yield before
    set_to(True)


@pytest.fixture(scope="module")
def record_pages(demo, read_plain):
    found = [
        "".join(pages(reader_of(demo, token), f"/c/{slug}/me/records"))
        for slug, _member_id, token in people_with(demo, ServiceRecord)
    ]
    return [html for html in found if html]


def test_f5_every_record_of_the_demo_comes_to_its_points(record_pages):
    found = [each for html in record_pages for each in sums_of(html)]

    assert len(found) > 500
    assert [each for each in found if each[1] != each[2]] == []
    assert any("夜间" in words for words, *_ in found)


def test_f5_every_passbook_line_of_the_demo_comes_to_its_change(demo):
    wrong, seen = [], 0
    for slug, _member_id, token in people_with(demo, Wallet):
        for html in pages(reader_of(demo, token), f"/c/{slug}/points"):
            for line in re.findall(r'<span class="d">.*?</li>', html, re.DOTALL):
                found = re.search(r"<small>(.*?)</small>", line, re.DOTALL)[1].strip()
                change = re.findall(r"<span>([+−][\d,]+)</span>", line)[0]
                amount = int(change[1:].replace(",", ""))
                value = reckoned(found)[0] if "×" in found else points_in(found)
                wrong += [] if value == amount == points_in(found) else [(found, change)]
                seen += 1

    assert seen > 300
    assert wrong == []


def test_f15_what_hangs_in_the_demo_comes_to_what_the_passbook_says(demo):
    with Session(demo.engine.execution_options(**{WRITES: True})) as session:
        hanging = session.scalars(
            select(ServiceRecord)
            .where(ServiceRecord.state == RecordState.PUBLICITY)
            .order_by(ServiceRecord.confirmed_at, ServiceRecord.id)
        ).all()
        members = {each.member_id: each.member for each in hanging}
        found = {each: points_hanging(session, member) for each, member in members.items()}
        before = balances(session)
        for record in hanging:
            record_posting.post(Act(session, clock.now()), record)
        after = balances(session)
        session.rollback()

    came = {each: after.get(each, 0) - before.get(each, 0) for each in members}
    assert found == came
    assert sum(came.values()) > 0


def points_hanging(session, member):
    community = session.get_one(Community, member.community_id)
    found = on_the_way(Act(session, clock.now(), community=community), member.id)
    return sum(each.points for each in found if each.words == "服务记录")


def balances(session):
    return dict(session.execute(select(Wallet.owner_id, Wallet.posted)).all())


def test_f15_own_records_add_up_to_their_totals(record_pages):
    wrong = [each for html in record_pages for each in differences(html)]

    assert len(record_pages) > 100
    assert wrong == []


def test_f15_large_words_tell_the_same_total(demo, read_plain):
    assert record_totals(demo) == read_plain


def test_p10_months_years_and_parts_of_the_demo_add_up(record_pages):
    for html in record_pages:
        months = {name: (minutes_in(time), more) for name, time, more in OF_MONTH.findall(html)}
        total = minutes_in(TOTAL.search(html)[1])
        *points, held = (
            int(re.sub(r"[^\d−]", "", each).replace("−", "-"))
            for each in re.findall(r"<dd[^>]*>\s*([^<]+)</dd>", MATH.findall(html)[-1])
        )
        earned = [int(each.replace(",", "")) for each in re.findall(r"得 ([\d,]+) 分", html)]

        assert sum(time for time, _more in months.values()) == total
        assert sum(points) == held
        assert sum(earned) >= points[0]
        if "每年的服务" in html:
            rows, foot = rows_of(html, "每年的服务")
            assert sum(minutes_in(each[1]) for each in rows) == minutes_in(foot[1]) == total
            assert [sum(figure(each[at]) for each in rows) for at in (2, 3)] == [
                figure(foot[2]),
                figure(foot[3]),
            ]
            assert figure(foot[3]) == points[0]


def differences(html):
    """Return what the rows come to beside total and what is left out of it, where they differ."""
    named = [NAMED.search(card)[1] for card in CARD.findall(html) if NAMED.search(card)]
    rows = sum(map(minutes_in, named))
    total = minutes_in(TOTAL.search(html)[1])
    part = re.search(r"不算在合计里的：(.*?)</p>", html, re.DOTALL)
    left_out = re.findall(r'nowrap">(.*?)</span>', part[1], re.DOTALL) if part else []
    if rows == total + sum(map(minutes_in, left_out)):
        return []
    return [(int(rows), int(total), left_out, named)]


def rows_of(html, caption):
    """Return the cells of the table whose caption holds `caption`: its rows, and its foot."""
    table = re.search(rf"<caption[^>]*>[^<]*{caption}.*?</table>", html, re.DOTALL)[0]
    body, _, foot = table.partition("<tfoot")
    cell = re.compile(r"<t[dh][^>]*role=\"(?:cell|rowheader)\"[^>]*>(.*?)</t[dh]>", re.DOTALL)
    rows = re.findall(r"<tr role=\"row\">(.*?)</tr>", body, re.DOTALL)
    return [found for row in rows if (found := cell.findall(row))], cell.findall(foot)


def test_f15_the_dashboard_adds_up_from_its_teams(demo):
    rows, foot = rows_of(demo.reader("admin").get("/c/dongjie/today").html, "人次含培训")

    assert len(rows) == 5
    assert sum(int(row[1]) for row in rows) == int(foot[1])
    assert sum(minutes_in(row[2]) for row in rows) == minutes_in(foot[2])


def test_f15_the_years_of_a_members_file_add_up_to_the_total(demo):
    reader, added = demo.reader("coordinator"), []
    for slug, member_id, _token in people_with(demo, ServiceRecord)[::6]:
        html = reader.get(f"/c/dongjie/members/{member_id}/records").html if slug == HOME else ""
        if "每年的服务时长" in html:
            rows, foot = rows_of(html, "每年的服务时长")
            added.append((sum(minutes_in(row[1]) for row in rows), minutes_in(foot[1])))

    assert len(added) > 5
    assert [each for each in added if each[0] != each[1]] == []


def test_f15_the_shops_day_adds_up_from_its_redemptions(demo):
    html = demo.reader("keeper").get("/c/dongjie/stock/slips").html
    if "还没有发出" in html:
        return
    rows, foot = rows_of(html, " 单，")

    assert sum(points_in(row[6]) for row in rows) == points_in(foot[6])


def test_f15_the_stock_of_a_product_is_the_sum_of_its_batches(demo):
    reader = demo.reader("keeper")
    rows, _ = rows_of(reader.get("/c/dongjie/stock/products").html, "全部商品")
    wrong = []
    for link, _code, _price, on_hand, *_rest in rows[:6]:
        html = reader.get(re.search(r'href="([^"]+)"', link)[1]).html
        batches = [int(count) for count in re.findall(r"<summary>(\d+) ", html)]
        wrong += [] if sum(batches) == int(on_hand.split()[0]) else [(link, batches, on_hand)]

    assert len(rows) > 5
    assert wrong == []


def test_f15_a_printed_passbook_adds_up_from_sheet_to_sheet(demo):
    html = demo.reader("volunteer").get("/c/dongjie/points/print").html
    carried = None
    for sheet in re.findall(r"<table.*?</table>", html, re.DOTALL):
        (first, *lines), foot = rows_of(sheet, "第 ")
        opening, closing = figure(first[4]), figure(foot[4])
        assert carried in {None, opening}
        assert opening + sum(figure(line[3]) for line in lines) == closing
        assert sum(map(figure, re.findall(r"[+−][\d,]+", foot[3]))) == closing - opening
        carried = closing

    assert carried == figure(re.search(r"现有 ([\d,]+) 分", html)[1])


def figure(words):
    return int(words.replace(",", "").replace("−", "-"))


def test_f15_what_runs_out_when_sums_to_what_may_be_spent(demo):
    words = demo.reader("volunteer").get("/c/dongjie/points").words
    posted, held, left = (
        figure(re.search(rf"{label} (-?[\d,]+)", words)[1])
        for label in ("现有积分", "已为预约留下", "现在能用")
    )
    lots = re.findall(r"([\d,]+) 分 \d+年\d+月\d+日到期", words)

    assert posted - held == left
    assert len(lots) > 1
    assert sum(map(figure, lots)) == left


def test_f15_own_redemptions_come_to_what_the_passbook_gave(demo):
    reader = demo.reader("volunteer")
    redemptions = [
        points_in(row[2].split("<small")[0]) - (points_in(row[2]) if "已退回" in row[2] else 0)
        for html in pages(reader, "/c/dongjie/redemptions")
        for row in rows_of(html, "我的兑换")[0]
        if "已领走" in row[3] or "已退回" in row[3]
    ]
    spent = [
        figure(change)
        for html in pages(reader, "/c/dongjie/points")
        for words, change in re.findall(r"<small>([^<]*)</small></p>\s*<span>([+−][\d,]+)<", html)
        if " 件 ×" in words
    ]

    assert redemptions
    assert -sum(spent) == sum(redemptions)


def test_f15_a_notice_counts_its_lines(demo):
    reader = demo.reader("anyone")
    links = [each for each in reader.get("/c/dongjie/notices").page.links if "/notices/" in each]
    html = reader.get(links[0]).html

    rows, _ = rows_of(html, "公示名单")
    assert len(rows) == int(re.search(r"公示名单，共 (\d+) 条", html)[1]) > 0


def test_f15_the_time_for_a_level_is_the_total_of_the_records(demo):
    reader = demo.reader("volunteer")
    words = reader.get("/c/dongjie/my-honours").words
    parts = "共 ([^：。，]+)：在本社区 ([^，]+)，导入的旧时长 ([^。]+)。"
    honours = re.search(rf"{parts}|共 ([^。，]+)。", words)
    total = minutes_in(honours[1] or honours[4])
    records = reader.get("/c/dongjie/me/records").html

    assert total == minutes_in(re.search(r"服务时长合计</dt>\s*<dd[^>]*>([^<]+)</dd>", records)[1])
    assert honours[1] is None or total == minutes_in(honours[2]) + minutes_in(honours[3])
