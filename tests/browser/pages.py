"""Every page by its number in the inventory, with the reader it was made for.

The numbers are those of the inventory of pages; pictures and the browser's rounds share this list.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One page: its number, a short name for the picture, who it is for, its endpoint."""

    number: int
    name: str
    role: str
    endpoint: str

    @property
    def file_name(self) -> str:
        """The name of the picture, without width and ending."""
        return f"{self.number:02}-{self.name}"


INVENTORY = (
    Entry(1, "activities-public", "anyone", "volunteer.activities"),
    Entry(2, "activity-public", "anyone", "volunteer.activity"),
    Entry(3, "notices", "anyone", "teams.notices"),
    Entry(7, "sign-in", "anyone", "accounts.sign_in"),
    Entry(10, "home", "volunteer", "volunteer.home"),
    Entry(11, "not-listed", "volunteer", "volunteer.not_listed"),
    Entry(12, "activities", "volunteer", "volunteer.activities"),
    Entry(13, "activity", "volunteer", "volunteer.activity"),
    Entry(14, "my-sign-ups", "volunteer", "volunteer.my_sign_ups"),
    Entry(28, "leading", "leader", "volunteer.leading"),
    Entry(29, "new-activity", "leader", "volunteer.new_activity"),
)

LATER = {
    9: "a forgotten PIN is set anew at the desk; there is no message gateway to send a code",
    52: "reports have a floor of their own, which is not built yet",
}
"""Numbers of the inventory that have no page, each with its reason."""
