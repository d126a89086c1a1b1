"""Small workbooks made to take a server down, core/apart.py and core/workbook_guard.py."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.apart import ROOT
from core.workbook import read_book
from core.workbook_apart import read_apart
from core.workbook_guard import TooLarge
from tests.hostile_books import HOSTILE
from tests.workbook_builders import GOODS, HOURS, ROSTER, WORKBOOKS

MEGABYTE = 1024
CASES = sorted((WORKBOOKS / "cases").glob("*.[xc]*"))


def peak_of_this_process():
    """The most memory held since the last look, in KB, and begin to look anew."""
    status = Path("/proc/self/status").read_text()
    Path("/proc/self/clear_refs").write_text("5")
    return int(re.search(r"VmHWM:\s+([0-9]+)", status)[1])


@pytest.mark.parametrize("build", HOSTILE)
def test_a_hostile_workbook_is_refused_in_words_soon_and_costs_the_server_little(build):
    content = build()
    peak_of_this_process()
    before, began = peak_of_this_process(), time.monotonic()

    with pytest.raises(TooLarge, match="读不了"):
        read_apart(content, "花名册.xlsx")

    assert time.monotonic() - began < 3
    assert peak_of_this_process() - before < 100 * MEGABYTE


@pytest.mark.parametrize(
    "file", [*CASES, *(WORKBOOKS / name for name in (ROSTER, GOODS, HOURS))], ids=lambda p: p.stem
)
def test_a_workbook_read_apart_is_the_same_book(file):
    here = read_book(file.read_bytes(), file.name)
    apart = read_apart(file.read_bytes(), file.name)

    assert [sheet.name for sheet in apart] == [sheet.name for sheet in here]
    assert [row for sheet in apart for row in map(trimmed, sheet.rows)] == [
        row for sheet in here for row in map(trimmed, sheet.rows)
    ]


def trimmed(row):
    cells = list(row.cells)
    while cells and cells[-1] == "":
        cells.pop()
    return row.number, [(type(cell), cell) for cell in cells], row.is_banner


def test_the_reading_process_ends_with_the_one_who_asked():
    script = (
        "import subprocess, sys; print(subprocess.Popen([sys.executable, '-m', "
        "'core.workbook_apart', 'x.xlsx']).pid, flush=True)"
        "; import time; time.sleep(60)"
    )
    asker = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    reader = int(asker.stdout.readline())
    wait_until(lambda: "unlimited" not in limit_of_memory(reader))

    os.kill(asker.pid, signal.SIGKILL)
    asker.wait()

    wait_until(lambda: not Path(f"/proc/{reader}").exists())
    asker.stdin.close()
    asker.stdout.close()


def limit_of_memory(process_id):
    limits = Path(f"/proc/{process_id}/limits").read_text()
    return re.search(r"Max address space\s+(\S+)", limits)[1]


def wait_until(is_so):
    for _ in range(100):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if is_so():
                return
        time.sleep(0.1)
    raise AssertionError("waited ten seconds in vain")
