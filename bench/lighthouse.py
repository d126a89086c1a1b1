"""Lighthouse on a phone: how six pages score, and how long they take to be there.

It comes by npm and needs a Chromium; where one of them is missing a line says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from bench import serving
from bench.inside import opened_at
from bench.load import Ask, Door
from bench.serving import HOME, served
from bench.weight import pages_of
from bench.world import World
from tests import chromium

CATEGORIES = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
"""What is asked of each page."""

MOST_FIRST_BYTE_MS, MOST_PAGE_MS = 30, 100
FOLDER = HOME / "lighthouse"
TOOL = FOLDER / "node_modules" / ".bin" / "lighthouse"
TRIES = 3
"""A browser of a busy machine gives up now and then."""

FLAGS = "--headless=new --no-sandbox --disable-gpu"


def lighthouse(world: World, url: str) -> dict[str, Any]:
    """Let Lighthouse look at six pages as a phone of its usual kind would."""
    began, browser = time.perf_counter(), chromium.path()
    missing = "Chromium" if browser is None else _missing_tool()
    if browser is None or missing:
        print(f"{'lighthouse':20} left out: there is no {missing} here")
        return {"seconds": 0.0, "done": [f"left out: there is no {missing} here"]}
    plain = {"DEMO": "1", "PUBLIC_URL": "http://127.0.0.1"}
    with served(serving.PRODUCT, serving.settings(url) | plain, "/health/ready") as server:
        door = opened_at(server.port)
        found = {
            name: _looked_at(f"http://127.0.0.1:{server.port}", ask, door, browser)
            for name, ask in pages_of(world).items()
        }
    for name, told in found.items():
        print(f"{'lighthouse ' + name:20} {_words(told)}")
    return {
        "seconds": time.perf_counter() - began,
        "pages": found,
        "done": [f"{name}: {_words(told)}" for name, told in found.items()],
    }


def _missing_tool() -> str:
    """Install Lighthouse where it is not yet; return what is missing for that."""
    if TOOL.exists():
        return ""
    npm = shutil.which("npm")
    if npm is None:
        return "npm"
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(FOLDER), "lighthouse"]
    subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own command
    return "" if TOOL.exists() else "Lighthouse to be had by npm"


def _looked_at(address: str, ask: Ask, door: Door, browser: str) -> dict[str, Any]:
    """Return the scores of one page, what was wrong with it, and its times in milliseconds."""
    headers, report = FOLDER / "headers.json", FOLDER / "report.json"
    headers.write_text(json.dumps({"Cookie": door.cookies(ask)}))
    command = [
        *(str(TOOL), address + ask.path, "--quiet", "--output=json", f"--output-path={report}"),
        *(f"--extra-headers={headers}", f"--chrome-flags={FLAGS}"),
        f"--only-categories={','.join(CATEGORIES)}",
    ]
    for _try in range(TRIES):
        report.unlink(missing_ok=True)
        around = os.environ | {"CHROME_PATH": browser}
        subprocess.run(command, env=around, capture_output=True, check=False)  # noqa: S603 - our own command
        if report.exists() and (told := _read(report)):
            return told
    raise RuntimeError(f"Lighthouse could not look at {ask.path}")


def _read(report: Path) -> dict[str, Any]:
    """Return what a report says; empty when the browser gave up."""
    told = json.loads(report.read_text("utf-8"))
    if told.get("runtimeError"):
        return {}
    audits = told["audits"]
    scores = {name: round(told["categories"][name]["score"] * 100) for name in CATEGORIES}
    wrong = [
        each["id"]
        for name in CATEGORIES
        for each in told["categories"][name]["auditRefs"]
        if each["weight"] and (audits[each["id"]]["score"] or 0) < 1
        if audits[each["id"]]["scoreDisplayMode"] in {"binary", "numeric"}
    ]
    seen = audits["metrics"]["details"]["items"][0]
    return {
        "scores": scores,
        "wrong": wrong,
        "shift": round(audits["cumulative-layout-shift"]["numericValue"], 3),
        "first_byte": round(audits["server-response-time"]["numericValue"]),
        "whole": round(seen["observedLoad"]),
    }


def _words(told: dict[str, Any]) -> str:
    scores = "/".join(str(told["scores"][name]) for name in CATEGORIES)
    wrong = f"; {', '.join(told['wrong'])}" if told["wrong"] else ""
    return (
        f"{scores}, first byte {told['first_byte']} ms, whole page {told['whole']} ms,"
        f" shift {told['shift']}{wrong}"
    )
