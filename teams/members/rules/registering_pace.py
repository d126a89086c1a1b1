"""How fast people register themselves: as fast as an open day, not as fast as a program."""

from datetime import timedelta

from accounts.rules import throttle
from accounts.rules.throttle import Limit
from core.client_address import network_of
from core.errors import TooManyTries
from teams.authority.act import Act

BURST = Limit(15, timedelta(minutes=1))
"""A hall told to register now: the sixteenth of one minute presses once more a minute later."""

AN_OPEN_DAY = Limit(60, timedelta(minutes=30))
COMMUNITY = Limit(150, timedelta(hours=1))
"""All addresses together: three open days at once in one community."""


class RegisteringTooFast(TooManyTries):
    """More registrations from one network, or in one community, than people can fill in."""

    message = (
        "这会儿登记的人太多，请过 %(minutes)s 分钟再点一次“登记”，填的都还在。"
        "着急的话请到服务台，工作人员当场给您登记。"
    )


def keep(act: Act, community_id: int, address: str) -> int:
    """Count one registration sent; 0, or the seconds to wait as RegisteringTooFast says.

    Committed on its own, before the registration is looked at, whatever becomes of it.
    """
    network = network_of(address)
    counters = (
        throttle.typed_counter("register", network, BURST),
        throttle.typed_counter("register-day", network, AN_OPEN_DAY),
        throttle.counter("register-at", community_id, COMMUNITY),
    )
    for each in counters:
        wait = throttle.spend(act, each)
        if wait:
            return wait
    return 0
