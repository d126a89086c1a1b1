"""`make run`: newest revision, demo when empty, then serve and say where and as whom."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

from core.settings import remember_demo

INSTANCE = Path(__file__).parents[1] / "instance"
PROGRAM = [sys.executable, "-m", "flask", "--app", "app"]
SIGN_INS = (
    ("志愿者 volunteer", "13900000001"),
    ("红队队长 leader", "13900000002"),
    ("社工 coordinator", "13900000004"),
    ("超市管理员 clerk", "13900000005"),
    ("物品管理员 stock keeper", "13900000006"),
    ("监督员 supervisor", "13900000007"),
    ("社区管理员 admin", "13900000008"),
    ("县管理员 county admin", "13900000009"),
)


def main() -> NoReturn:
    """Start the demo; each step says what it does, and a failed one stops the start."""
    began = time.monotonic()
    remember_demo(os.environ, INSTANCE)
    for step in (["db", "upgrade"], ["seed-demo", "--when-empty"]):
        done = subprocess.run([*PROGRAM, *step], check=False)  # noqa: S603 - our own commands
        if done.returncode != 0:
            sys.exit(done.returncode)
    port = os.environ.get("PORT", "8000")
    _say(f"\n五色志愿 http://127.0.0.1:{port}   (ready in {time.monotonic() - began:.0f} s)")
    _say("密码 password: wuse-demo-2026    编号 number + PIN: DJ0001 + 246810")
    for who, phone in SIGN_INS:
        _say(f"  {phone}  {who}")
    _say("Ctrl+C 停止 stops it.\n")
    os.execv(sys.executable, [sys.executable, "-m", "core.serving"])  # noqa: S606 - become it


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
