"""A list of goods on the import page: a coordinator proposes it, the administrator prices it."""

import pytest

from accounts.models import Notification
from teams.authority.models import Role
from tests.builders import a_community
from tests.import_builders import the_file
from tests.teams.imports.test_import_pages import act, brought, count, enter
from tests.workbook_builders import GOODS


@pytest.fixture
def dongjie(session):
    community = a_community(session)
    session.commit()
    return community


@pytest.fixture
def admin(session, signed_in, dongjie):
    return enter(session, signed_in, dongjie, Role.COMMUNITY_ADMIN, "赵明")


@pytest.fixture
def handed_in(session, signed_in, dongjie):
    """Where the real list stands, handed in by a coordinator, who cannot bring it in."""
    desk = enter(session, signed_in, dongjie, Role.COORDINATOR)
    page, path = brought(desk, "goods", the_file(GOODS))
    assert "积分价由社区管理员定" in page.words
    assert desk.post(act(path, "goods", "run")).status == 403
    assert "等管理员定价" in desk.follow(desk.post(act(path, "goods", "submission"))).words
    return path


def test_goods_come_in_once_the_administrator_agrees_to_their_prices(admin, handed_in):
    assert "复核导入" in admin.get("/c/dongjie/today").words

    page = admin.follow(admin.post(act(handed_in, "goods", "run")))

    assert "共新增 16 条" in page.words


def test_goods_sent_back_tell_who_handed_them_in(session, admin, handed_in):
    page = admin.follow(admin.post(act(handed_in, "goods", "return")))

    assert "退回去了" in page.words
    assert count(session, Notification) == 1


def test_a_supervisor_has_nothing_to_do_with_prices(session, signed_in, dongjie, handed_in):
    supervisor = enter(session, signed_in, dongjie, Role.SUPERVISOR, "周正")

    assert "复核导入" not in supervisor.get("/c/dongjie/today").words
    assert supervisor.post(act(handed_in, "goods", "return")).status == 403


def test_the_administrator_brings_a_list_in_at_once(admin):
    page, path = brought(admin, "goods", the_file(GOODS))

    assert "按这个导入" in page.words
    assert "共新增 16 条" in admin.follow(admin.post(act(path, "goods", "run"))).words
