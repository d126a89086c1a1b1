"""Every refusal has a status and code of the contract, a Chinese sentence and a docstring."""

import importlib
import pkgutil
import re

import pytest

from core.errors import RuleError
from core.house import packages

CODES = {
    400: {"bad_request"},
    401: {"not_signed_in"},
    403: {"not_allowed", "own_case", "recheck_needed"},
    404: {"not_found"},
    409: {
        "sign_up_closed", "already_signed_up", "time_clash", "not_eligible", "not_enough_points",
        "out_of_stock", "limit_reached", "price_changed", "not_for_sale", "already_done",
        "already_redeemed", "code_expired", "batch_expired", "wrong_shop", "wrong_shift",
        "wrong_code_type", "stale", "period_closed",
    },
    413: {"too_large"},
    415: {"wrong_type"},
    422: {"key_reused"},
    429: {"too_many_tries"},
    503: {"unavailable"},
}  # fmt: skip


def _all_refusals():
    for name in packages():
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            importlib.import_module(found.name)
    waiting, seen = RuleError.__subclasses__(), set()
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        if not each.__module__.startswith("tests"):
            seen.add(each)
    return sorted(seen, key=lambda each: each.__name__)


@pytest.mark.parametrize("refusal", _all_refusals(), ids=lambda each: each.__name__)
def test_refusal_is_complete(refusal):
    assert refusal.code in CODES.get(refusal.status, set())
    assert re.search(r"[\u4e00-\u9fff]", refusal.message)
    assert refusal.message.endswith(("。", "？", "%(why)s"))
    assert refusal.__doc__
    assert refusal.__doc__ != RuleError.__doc__
