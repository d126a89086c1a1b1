"""Addresses of pages whose arguments are known only while running."""

from collections.abc import Mapping
from typing import Any, cast

from flask import url_for


def address(endpoint: str, values: Mapping[str, object]) -> str:
    """Return where `endpoint` is with these arguments.

    Flask types the switches of its own among them, so it takes no mapping of anything.
    """
    return url_for(endpoint, **cast("dict[str, Any]", values))
