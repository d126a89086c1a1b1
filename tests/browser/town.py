"""A demo town of its own with a clock that only the test moves."""

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
from teams.models import Community
from tests import proofs
from tests.browser.eyes import PHONE
from tests.browser.hands import Hand
from tests.browser.serving import served
from tests.demo import HOME, Demo, seed

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
        """Do the due duties, as the operator's timer does."""
        told = self.demo.app.test_cli_runner().invoke(args=["sweep"])
        assert told.exit_code == 0, told.output

    def breaches(self) -> list[str]:
        """Ask every proof."""
        with Session(self.demo.engine) as asking:
            return proofs.breaches(asking)

    def path(self, below: str) -> str:
        """Return an address of the home community."""
        return f"/c/{HOME}/{below}"


@contextmanager
def opened_town(app: Flask, browser: Browser, patched: pytest.MonkeyPatch) -> Iterator[Town]:
    """Seed a town at BEGINS, serve it, and let the test move its clock."""
    town = Town(Demo(app, None), "", browser)  # type: ignore[arg-type]
    patched.setattr(clock, "now", lambda: town.now)
    town.demo = seed(app)
    with served(app) as town.address:
        yield town
