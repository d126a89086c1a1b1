"""A small town of its own, opened by the operator, with a clock that only the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.db import db
from core.engine import WRITES
from teams.authority.models import Role
from teams.members.models import Community, TeamColour
from tests import checks
from tests.browser.eyes import PHONE
from tests.browser.hands import Hand
from tests.browser.serving import served
from tests.builders import a_member, a_role, the_team
from tests.plans import whole_readings_of
from tests.seeded_demo import HOME, PHONES, Demo

BEGINS = datetime(2026, 5, 14, 1, 0, tzinfo=UTC)
"""Thursday 2026-05-14, 9:00 in Shanghai: the next day the shop is open."""


@dataclass
class Town:
    """The town, where it is served, the browser people use, and what time it is."""

    demo: Demo
    address: str
    browser: Browser
    now: datetime = BEGINS

    def it_is(self, day: date, hour: int, minute: int = 0) -> None:
        """Let it be that time of the day in the town; time never goes back."""
        moment = clock.at_local(day, time(hour, minute))
        assert moment >= self.now
        self.now = moment

    def later(self, **how: Any) -> None:
        """Let some time pass."""
        self.now += timedelta(**how)

    @property
    def today(self) -> date:
        """The day it is in the town."""
        return clock.local_day(self.now)

    def somebody(self, width: int = PHONE) -> Hand:
        """Give a device to somebody who is not signed in."""
        return Hand(self.browser, self.address, width)

    def signed_in(self, login: str, secret: str, width: int = PHONE, by: str = "password") -> Hand:
        """Let somebody sign in with what they know."""
        hand = self.somebody(width).open(f"/sign-in?by={by}")
        hand.write("志愿者编号" if by == "pin" else "手机号或编号", login)
        hand.write("6 位 PIN 码" if by == "pin" else "密码", secret).press("登录")
        return hand

    def as_role(self, role: str, width: int = PHONE) -> Hand:
        """Give somebody of the demo's staff a device they are signed in on."""
        hand = self.somebody(width)
        token = self.demo.token_of(role)
        hand.context.add_cookies([{"name": "wuse", "value": token, "url": self.address}])
        return hand

    def community_id(self) -> int:
        """Return the number of the home community."""
        with Session(self.demo.engine) as asking:
            return asking.scalars(select(Community.id).where(Community.slug == HOME)).one()

    def sweep(self) -> None:
        """Do what is due, as the operator's timer does."""
        told = self.demo.app.test_cli_runner().invoke(args=["sweep"])
        assert told.exit_code == 0, told.output

    def breaches(self) -> list[str]:
        """Ask every check."""
        with Session(self.demo.engine) as asking:
            return checks.breaches(asking)

    def whole_readings(self) -> list[str]:
        """Ask PostgreSQL whether anything sent on the way reads a table no index serves.

        With a dozen people a whole index is a sound plan too; the demo town judges those.
        """
        if self.demo.engine.dialect.name != "postgresql":
            return []
        found = whole_readings_of(self.demo.engine, dict(self.demo.statements))
        return [fault for fault in found if "no index at all" in fault]

    def path(self, below: str) -> str:
        """Return an address of the home community."""
        return f"/c/{HOME}/{below}"


STAFF = {
    "leader": (Role.LEADER, "李红梅"),
    "coordinator": (Role.COORDINATOR, "王社工"),
    "clerk": (Role.SHOP_CLERK, "赵柜台"),
    "keeper": (Role.STOCK_KEEPER, "孙库管"),
    "supervisor": (Role.SUPERVISOR, "周监督"),
    "admin": (Role.COMMUNITY_ADMIN, "吴主任"),
}


@contextmanager
def opened_town(app: Flask, browser: Browser, patched: pytest.MonkeyPatch) -> Iterator[Town]:
    """Open a town at BEGINS by command, give it staff, serve it; the test moves its clock."""
    with app.app_context():
        town = Town(Demo(app, db.engine), "", browser)
    patched.setattr(clock, "now", lambda: town.now)
    made = app.test_cli_runner().invoke(args=["create-community", HOME, "东街社区", "DJ"])
    assert made.exit_code == 0, made.output
    town.sweep()
    _appoint(town)
    with town.demo.listening(), served(app) as town.address:
        yield town


def _appoint(town: Town) -> None:
    """Give the town its staff; the leader leads the red team."""
    engine = town.demo.engine.execution_options(**{WRITES: True})
    with Session(engine, expire_on_commit=False) as opened, opened.begin():
        community = opened.scalars(select(Community).where(Community.slug == HOME)).one()
        red = the_team(opened, community, TeamColour.RED)
        for number, (key, (role, name)) in enumerate(STAFF.items(), start=9001):
            given = {"phone": PHONES[key], "team": red, "volunteer_no": f"DJ{number}"}
            member = a_member(opened, community, name, **given)
            a_role(opened, member, role, red if role is Role.LEADER else None)
