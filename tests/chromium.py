"""Find headless Chromium, installing it from the system's packages when that is possible.

Run as a module before the browser tests. With CI=true a missing Chromium is a failure.
"""

import os
import shutil
import subprocess
import sys
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")


def path() -> str | None:
    """Return where Chromium is, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def install() -> None:
    """Ask the system's package manager for Chromium; say nothing when it cannot."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update"], check=False, env=environment, **quiet)
    subprocess.run(
        ["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES],
        check=False,
        env=environment,
        **quiet,
    )


def main() -> int:
    """Make sure there is a Chromium; answer 1 only where CI needs one and there is none."""
    if path() is None:
        install()
    if path() is None:
        sys.stderr.write("No Chromium here: the browser tests are skipped.\n")
        return 1 if os.environ.get("CI") == "true" else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
