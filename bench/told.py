"""What stands beside a figure: commit, day and town; and the machine, in plain words."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

from bench.serving import ROOT
from bench.town import scale as scales
from core import clock


def told_now() -> dict[str, str]:
    """Return what stands beside every figure."""
    scale = scales.from_environment(os.environ)
    return {
        "commit": _commit(),
        "day": clock.local_day(clock.now()).isoformat(),
        "town": (
            f"{scale.everybody:,} people in {scale.stations} stations,"
            f" {scale.everybody * scale.services:,} records,"
            f" {scale.everybody * scale.lines:,} entries,"
            f" {scale.coming:,} coming shifts and {scale.goods:,} goods in the first"
        ),
    }


def _commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - whichever git is there
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "?"


def machine() -> str:
    """Say what the figures were measured on."""
    memory = next(
        line.split()[1]
        for line in Path("/proc/meminfo").read_text().splitlines()
        if line.startswith("MemTotal")
    )
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {int(memory) / 1024**2:.0f} GB memory,"
        f" {platform.system()}, Python {platform.python_version()}"
    )
