"""What the two communities did and will do: a plan in days from today, before anything is written.

Routine follows the fixed days of domain 3.2 and 9.1: every Wednesday green, every Friday blue, the
9th red, the 19th purple, the 29th orange; Saturdays go round.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from demo import people
from demo.names import ROOMS, Flavour, dice
from demo.people import GUARDED, MINORS
from demo.town import HISTORY_DAYS, LEADERS, PEOPLE, Town


class Part(StrEnum):
    """What becomes of one person in one outing."""

    CAME = "came"
    LATE = "late"
    LEFT_EARLY = "left_early"
    FORGOT = "forgot"
    EXCUSED = "excused"
    MISSING = "missing"
    CANCELLED = "cancelled"
    CANCELLED_LATE = "cancelled_late"
    EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class Outing:
    """One occasion: `day` in days from today, the crowd by volunteer number.

    opens: how many days before it was published. on_paper: the signed sheet was filed afterwards,
    `filed_after` minutes after the end, which is a make-up after 48 hours.
    settled: how many days later the minutes were confirmed; None when nobody did.
    """

    key: str
    code: str
    title: str
    place: str
    day: int
    hour: int
    minute: int = 0
    minutes: int = 120
    team: str = ""
    post: str = "志愿者"
    places: int = 12
    opens: int = 7
    crowd: dict[int, Part] = field(default_factory=dict)
    walk_ins: tuple[int, ...] = ()
    on_paper: bool = False
    filed_after: int = 70
    settled: int | None = 1

    @property
    def manager(self) -> int:
        """Who writes attendance: the leader, or the deputy when the leader takes part."""
        leader, deputy = LEADERS[self.team]
        return deputy if leader in self.crowd else leader


@dataclass(frozen=True, slots=True)
class Routine:
    """One line of the yearly round: what a team does, where, when, and how long."""

    code: str
    team: str
    title: str
    place: str
    hour: int
    minute: int
    minutes: int
    post: str = "志愿者"


RED, PURPLE, GREEN, BLUE, ORANGE = LEADERS
WEDNESDAY, FRIDAY, SATURDAY = 2, 4, 5
LECTURES = (
    Routine("LECTURE", RED, "理论宣讲：身边的好政策", ROOMS[8], 9, 30, 90, "主讲和会务"),
    Routine("LEAFLET", RED, "反诈资料进楼道", "estate1", 15, 0, 120, "发放资料"),
    Routine("LEAFLET", RED, "医保政策上门讲", "estate2", 15, 0, 120, "讲解员"),
)
VISITS = (
    Routine("VISIT", PURPLE, "陪独居老人说说话", "estate1", 15, 30, 90, "陪伴"),
    Routine("PAIRING", PURPLE, "结对帮扶：一家一家走", "estate2", 10, 0, 60, "结对"),
    Routine("COUNSEL", PURPLE, "心理疏导开放日", ROOMS[1], 14, 30, 90, "接待"),
)
DEVOTIONS = (
    Routine("HAIRCUT", ORANGE, "爱心义剪", "square", 9, 0, 150, "理发和引导"),
    Routine("CLINIC", ORANGE, "爱心义诊", "square", 9, 0, 150, "测血压、引导"),
    Routine("REPAIR", ORANGE, "便民维修：磨剪子修家电", "square", 14, 30, 120, "维修"),
)
SORTING = Routine("SORTING", GREEN, "垃圾分类桶边督导", "estate1", 19, 0, 90, "桶边督导")
PATROL = Routine("PATROL", BLUE, "平安夜巡", "street", 20, 0, 120, "巡逻")
DUTY = Routine("DUTY", ORANGE, "积分超市值班", ROOMS[0], 9, 0, 150, "值班")
SATURDAYS = (
    Routine("CLEANUP", GREEN, "清理小广告", "estate2", 9, 0, 120, "清理"),
    Routine("TRAFFIC", BLUE, "文明交通劝导", "street", 8, 0, 90, "劝导"),
    Routine("CULTURE", ORANGE, "我们的节日：邻里文艺汇演", ROOMS[6], 14, 30, 180, "演出和会务"),
    Routine("MEDIATE", BLUE, "矛盾纠纷调处", ROOMS[4], 10, 0, 90, "调解"),
    Routine("TRAINING", RED, "志愿者培训：急救和安全", ROOMS[7], 9, 0, 90, "学员"),
    Routine("EMERGENCY", ORANGE, "应急清障", "street", 9, 0, 180, "清障"),
)

OFTEN = frozenset({1, 11})
MISSES_OFTEN = (70, 73)
"""Two who let three sign-ups go within a month, and are paused (T19)."""
MISSES_TO_PAUSE = 3


def place_of(words: Flavour, key: str) -> str:
    """Return the words of a place: an estate, the square, the street, or a room of the station."""
    if key.startswith("estate"):
        return words.estates[int(key[-1]) - 1]
    known = {"square": words.square, "street": words.street}
    return known.get(key) or f"{words.short}社区{key}"


def outing_of(town: Town, routine: Routine, key: str, day: int) -> Outing:
    """Return the occasion of a routine on a day, its crowd still empty."""
    return Outing(
        key=key,
        code=routine.code,
        title=routine.title,
        place=place_of(town.flavour, routine.place),
        day=day,
        hour=routine.hour,
        minute=routine.minute,
        minutes=routine.minutes,
        team=routine.team,
        post=routine.post,
    )


def routines_on(town: Town, day: int) -> Iterator[Routine]:
    """Return what the round has on a day: by weekday, by day of the month."""
    on = town.day(day)
    month = on.year * 12 + on.month
    week = on.toordinal() // 7
    if on.weekday() == WEDNESDAY:
        yield SORTING
    if on.weekday() == FRIDAY:
        yield PATROL
        if week % 2:
            yield DUTY
    if on.weekday() == SATURDAY:
        yield SATURDAYS[week % len(SATURDAYS)]
    rounds = {9: LECTURES, 19: VISITS, 29: DEVOTIONS}
    if on.day in rounds:
        yield rounds[on.day][month % 3]


class Casting:
    """Chooses who goes where: active, of age, free that day, and spared a third warning."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.dice = dice(town.flavour.slug, "casting")
        self.busy: dict[int, set[int]] = defaultdict(set)
        self.warned: dict[int, int] = defaultdict(int)

    def reserve(self, numbers: list[int], day: int) -> None:
        """Keep these free of anything else on a day."""
        self.busy[day].update(numbers)

    def crowd(self, outing: Outing, count: int) -> dict[int, Part]:
        """Return `count` people with what becomes of each."""
        free = [number for number in self.able(outing) if number not in self.busy[outing.day]]
        own = [number for number in free if people.team_of(number) == outing.team]
        chosen = self.dice.sample(own, min(len(own), count * 2 // 3))
        others = [number for number in free if number not in chosen]
        chosen += self.dice.sample(others, min(len(others), count - len(chosen)))
        chosen += [n for n in sorted(OFTEN) if n in free and n not in chosen and self._keen(outing)]
        self.busy[outing.day].update(chosen)
        return {number: self._part(number) for number in chosen}

    def able(self, outing: Outing) -> list[int]:
        """Return who may sign up: members long enough, grown up, without a desk to mind."""
        return [
            number
            for number in range(9, PEOPLE + 1)
            if people.state_of(number).value == "active"
            and number not in MINORS
            and number not in MISSES_OFTEN
            and people.joined_days_ago(number) > outing.opens - outing.day
            and number not in LEADERS[outing.team]
        ] + [1]

    def _keen(self, outing: Outing) -> bool:
        return self.dice.random() < (0.5 if outing.team == RED else 0.2)

    def _part(self, number: int) -> Part:
        thrown = self.dice.randrange(100)
        if number in OFTEN:
            return Part.LATE if thrown > 92 else Part.CAME
        if thrown >= 96 and self.warned[number] < 1:
            self.warned[number] += 1
            return Part.MISSING
        for least, part in ((92, Part.CANCELLED), (89, Part.EXCUSED), (80, Part.LATE)):
            if thrown >= least:
                return part
        return Part.LEFT_EARLY if thrown >= 78 else Part.CAME


def history(town: Town, casting: Casting) -> list[Outing]:
    """Return the three months behind today, up to four days ago, and last year's December."""
    outings = [*_last_winter(town, casting), *_months(town, casting)]
    by_day = {outing.day: outing.key for outing in outings if -30 < outing.day < -6}
    missed = {by_day[day] for day in sorted(by_day)[:MISSES_TO_PAUSE]}
    outings = [_missed(outing) if outing.key in missed else outing for outing in outings]
    return [_with_minors(casting, outing) for outing in outings]


def _missed(outing: Outing) -> Outing:
    crowd = outing.crowd | dict.fromkeys(MISSES_OFTEN, Part.MISSING)
    return replace(outing, crowd=crowd, places=outing.places + len(MISSES_OFTEN))


def _months(town: Town, casting: Casting) -> Iterator[Outing]:
    for day in range(-HISTORY_DAYS, -4):
        for at, routine in enumerate(routines_on(town, day)):
            outing = outing_of(town, routine, f"past{-day}-{at}", day)
            yield _peopled(casting, outing, 4 + casting.dice.randrange(3))


def _peopled(casting: Casting, outing: Outing, count: int) -> Outing:
    crowd = casting.crowd(outing, count)
    leader = LEADERS[outing.team][0]
    if casting.dice.random() < 0.25 and leader not in casting.busy[outing.day]:
        casting.reserve([leader], outing.day)
        crowd |= {leader: Part.CAME}
    return replace(
        outing,
        crowd=crowd,
        places=len(crowd) + 2 + casting.dice.randrange(4),
        on_paper=casting.dice.random() < 0.6,
    )


def _last_winter(town: Town, casting: Casting) -> Iterator[Outing]:
    """Yield the outings of last December, whose points have their last day on this 31 December."""
    winter = (LECTURES[0], SORTING, PATROL, *DEVOTIONS[:2], LECTURES[1])
    for at, routine in enumerate(winter):
        on = town.today.replace(year=town.today.year - 1, month=12, day=3 + at * 4)
        day = (on - town.today).days
        outing = replace(outing_of(town, routine, f"winter{at}", day), on_paper=True)
        crowd = dict.fromkeys(casting.crowd(outing, 8), Part.CAME) | {1: Part.CAME}
        casting.reserve([1], day)
        yield replace(outing, crowd=crowd, places=20)


def _with_minors(casting: Casting, outing: Outing) -> Outing:
    """Let minors come along where the catalogue admits them, with their guardians at the side."""
    if outing.code not in {"CLEANUP", "CULTURE"} or outing.day < -45:
        return outing
    brought: dict[int, Part] = {}
    for number in GUARDED[outing.code]:
        pair = [number - 1, number]
        if not casting.busy[outing.day] & set(pair):
            casting.reserve(pair, outing.day)
            brought |= dict.fromkeys(pair, Part.CAME)
    crowd = outing.crowd | brought
    return replace(outing, crowd=crowd, places=max(outing.places, len(crowd) + 1))
