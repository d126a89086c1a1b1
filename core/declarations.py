"""What a room may declare in its `room.py`: one `Room`, and the shapes of what it lists."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from types import FunctionType
from typing import Any, Protocol

import click
from sqlalchemy.orm import Session

from core.errors import RuleError
from core.figures import Figure
from core.kept_files import FileKind
from core.menu import Duty, MenuLine, Way
from core.pairs import Merging
from core.permissions import Grant, PermissionName
from core.room_settings import RoomSettings, settings_in
from core.told import Told
from core.trail import Trail

Step = Callable[[Session, int, datetime], object]
"""Done with the id of a community, in the transaction of the act it follows."""

OfMemberStep = Callable[[Session, int, int, datetime], None]
"""Done with the ids of a community and a member, in the transaction of the act it belongs to."""

Job = Callable[[Session, datetime], int]
"""One bounded batch of what fell due; says how many it did, and may run twice."""

Check = Callable[[Session], list[str]]
"""What must always hold; answers one sentence a breach, none when all holds."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of new rows found in one batch, and the number it came to, None at the end."""

    up_to: int | None
    breaches: list[str]


NewCheck = Callable[[Session, datetime, int], Checked]
"""Checks one batch of what has come since it last held, past a number, and marks what holds."""

Sample = Callable[[Session], object]
"""Opens one sealed field; raises SealBroken under another key than it was sealed with."""


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Points of one member that come once a public notice ends without objection.

    `words`: what they are for; `link`: the page on which the member sees them.
    """

    points: int
    words: str
    link: str


Source = Callable[[Session, int, int, datetime], OnTheWay]
"""Asked with community, member and moment; answers 0 points where nothing hangs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far posted service has led a member in something hours lead to.

    `words`: what it is; `reached`: what is held, empty for nothing; `minutes`: what counts for it;
    `next_words` and `next_minutes`: the next to come and what it asks, None past the last; `link`:
    the page on which the member sees it.
    """

    words: str
    reached: str
    minutes: int
    next_words: str
    next_minutes: int | None
    link: str


HowFar = Callable[[Session, int, int, datetime], Progress | None]
"""Asked with community, member and moment; None where there is nothing to reach."""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The page on which a member reads a row of the own.

    `key`: the argument that names the row, empty where the page shows all of them.
    """

    endpoint: str
    key: str = ""


Leaving = Callable[[Session, int, int, datetime], Told | None]
"""Lets go of what a member holds in a room; with the ids of community and member."""


UsedSince = Callable[[Session, int, frozenset[int], datetime], set[int]]
"""Which of these members of a community did something, or had it done, since a moment."""


Newcomer = Callable[[Session, int, int, str, datetime], None]
"""Keeps the page somebody came from who registers; with the ids of community and member.

The page is said below its community, without a stroke in front: `activities/12`; it is whatever
the browser sent, so what is no page of the room is passed over.
"""


@dataclass(frozen=True, slots=True)
class Erasing:
    """What a room does when a member is erased; both are asked with community, member, moment.

    `foretell`: what will be lost, in a sentence, or None. `erase`: lets go of what is held, and
    blanks what names or describes the member; raises a refusal where something is settled first.
    """

    foretell: "Leaving"
    erase: OfMemberStep


OfPerson = Callable[[Session, int], dict[str, Any]]
"""What a room keeps of a person, by name, for the own copy; with the id of the person."""

OfMember = Callable[[Session, int, int, datetime], dict[str, Any]]
"""What a room keeps of a member, by name, for the own copy; with community and member."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """How a room names what it gives for the own copy: fields by their name, states by theirs."""

    fields: Mapping[str, str]
    values: tuple[Mapping[Any, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSort:
    """One sort of public notice a room posts: where its lines are objected to and answered.

    `name`: as it is stored. `object_at`: the page for a `line_id`; `decide_at`: for an
    `objection_id`. `is_case_of_poster`: whoever posted it decides no objection to it. `title`: the
    sentence its titles are made of, around `%(title)s`; empty where each is typed.
    """

    name: str
    object_at: str
    decide_at: str
    is_case_of_poster: bool = False
    title: str = ""


Begin = Callable[[Any], None]
"""Done once with the program, a Flask, before it has pages."""

Language = Callable[[], str | None]
"""Says the language who reads has chosen; None when nobody known reads."""

Refused = Callable[[RuleError], None]
"""Keeps of a refusal what must be known of it later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """One kind of workbook a room brings in, and its card on the page 导入.

    `name`: as it is stored, and as the names of its pages end; `pages`: their blueprint. `place`:
    among the cards. `words`: what it is called. `needs`: which columns it must have. `will_do`:
    says what bringing it in will do, of its counts. `command`: brings it in from a terminal.
    `follows`: the workbook whose rows its own speak of, so that it is checked again after that.
    `run_permission`: what who brings it in must be allowed; others hand it in to them.
    """

    name: str
    pages: str
    place: int
    words: str
    needs: str
    will_do: Callable[[Mapping[str, int]], str]
    command: click.Command
    run_permission: PermissionName
    needs_second_person: bool = False
    follows: str = ""


class Pages(Protocol):
    """A blueprint of Flask, said without naming the web: rules ask this module too."""

    name: str

    def register(self, app: Any, options: dict[str, Any]) -> None:
        """Add the pages to a program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One room, as its `room.py` declares it. Mappings go from words for the operator to what runs.

    `begins`: what is done with the program first. `language`: that of who reads. `refused`: what is
    kept of a refusal. `sent_read_only`: the forms that are taken while the program is read-only.
    `sent_without_token`: those taken without the token of our own form, since they change nothing
    but a cookie; where somebody is signed in their view asks for the token itself.
    `menu`: its lines in the menus. `duties`: what waits on the page 今天. `below`: page → the first
    segments of the addresses that lie below it. `begins_at`: role → the page it begins at. `ways`:
    pages others lead to by what they are for. `permissions`: what it lets people do. `trail`: the
    words of what it notes. `settings`: what a community may set. `notices`: its public notices.
    `workbooks`: what it brings in from sheets. `files`: what it keeps in the private store.
    `jobs`: what falls due. `checks`: what must always hold, for `flask verify`; `new_checks`: those
    of the same names that can go on from where they last held. `sealed_samples`: what proves the
    key of sealed fields.
    `own_data_of_…`: its block of the file 我的资料, `own_data_words` the words for it. `newcomers`:
    what is kept of the page somebody came from who registers. `leaving`: what is let go of when a
    member is paused or leaves; `erasing`: what is, and is blanked, when one is erased; `merging`:
    what becomes of the rows of a member whose file is merged into another.
    `used_since`: who did something since a moment, so that the act that let them is no longer
    undone. `new_community`: what a community begins with. `points_on_the_way`: points that hang in
    a public notice. `progress`: what hours lead to. `own_pages`: where a member reads the own row,
    by the sort of notice that announces it and by what its points name as their source.
    `county_figures`: what the county above reads of each community.
    """

    begins: tuple[Begin, ...] = ()
    language: Language | None = None
    refused: Refused | None = None
    sent_read_only: tuple[str, ...] = ()
    sent_without_token: tuple[str, ...] = ()
    blueprints: tuple[Pages, ...] = ()
    commands: tuple[click.Command, ...] = ()
    menu: tuple[MenuLine, ...] = ()
    duties: tuple[Duty, ...] = ()
    below: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    begins_at: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[Way, str] = field(default_factory=dict)
    permissions: tuple[Grant, ...] = ()
    trail: Trail = field(default_factory=Trail)
    settings: type[RoomSettings] | None = None
    notices: tuple[NoticeSort, ...] = ()
    workbooks: tuple[Workbook, ...] = ()
    files: tuple[FileKind, ...] = ()
    jobs: Mapping[str, Job] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)
    new_checks: Mapping[str, NewCheck] = field(default_factory=dict)
    sealed_samples: Mapping[str, Sample] = field(default_factory=dict)
    own_data_of_person: OfPerson | None = None
    own_data_of_member: OfMember | None = None
    newcomers: Mapping[str, Newcomer] = field(default_factory=dict)
    own_data_words: OwnWords | None = None
    leaving: Mapping[str, Leaving] = field(default_factory=dict)
    erasing: Mapping[str, Erasing] = field(default_factory=dict)
    merging: Mapping[str, Merging] = field(default_factory=dict)
    used_since: Mapping[str, UsedSince] = field(default_factory=dict)
    new_community: Mapping[str, Step] = field(default_factory=dict)
    points_on_the_way: Mapping[str, Source] = field(default_factory=dict)
    progress: Mapping[str, HowFar] = field(default_factory=dict)
    own_pages: Mapping[str, OwnPage] = field(default_factory=dict)
    county_figures: tuple[Figure, ...] = ()

    def in_words(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each kind of thing the room declares with its words, for `flask rooms`."""
        for each in fields(self):
            held = getattr(self, each.name)
            listed = _listed(held)
            if isinstance(held, type):
                yield each.name, sorted(settings_in(held))
            elif isinstance(listed, FunctionType):
                yield each.name, [_words_of(listed)]
            elif listed:
                yield each.name, [_words_of(one) for one in listed]


def _listed(held: object) -> Any:
    """Return what is told of a declaration that says more than a list does."""
    if isinstance(held, Trail):
        return held.events
    return held.fields if isinstance(held, OwnWords) else held


def _words_of(one: object) -> str:
    """Say one declared thing in a word: a mapping says it itself."""
    if isinstance(one, FunctionType):
        return f"{one.__module__}.{one.__name__}"
    for told in ("name", "permission", "endpoint"):
        if isinstance(word := getattr(one, told, None), str):
            return str(word)
    return str(one)
