"""Four times as many people as the server has threads, all at once and at everything."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from commendations.nominations.models import CommendationKind
from core.errors import RuleError
from points.redemptions.models import Redemption
from teams.notices.models import Notice
from tests.crowd.people import Answer, Phone, together
from tests.crowd.town import PEOPLE, PLACES, RESERVABLE, Crowd, a_crowd
from volunteer.hours.models import ServiceRecord
from volunteer.sign_ups.models import SignUp, SignUpState

pytestmark = pytest.mark.race
SLOWEST_ON_SQLITE = 3.0


def wall(crowd: Crowd, phone: Phone, _at: int) -> Answer:
    return phone.get(crowd.path("honours"))


def sign_up(crowd: Crowd, phone: Phone, _at: int) -> Answer:
    page = phone.get(crowd.path(f"activities/{crowd.coming_activity_id}"))
    there = f"shifts/{crowd.coming_id}/sign-ups"
    return phone.send(page, there, crowd.path(there))


def arrive(crowd: Crowd, phone: Phone, _at: int) -> Answer:
    shift = f"shifts/{crowd.running_id}"
    page = phone.get(crowd.path(f"{shift}/arrival?token={crowd.code_at_the_place()}"))
    return phone.send(page, "/arrivals", crowd.path(f"{shift}/arrivals"))


def reserve(crowd: Crowd, phone: Phone, _at: int) -> Answer:
    page = phone.get(crowd.path(f"supermarket?p{crowd.scarce_id}=1"))
    return phone.send(page, "/redemptions", crowd.path("supermarket/redemptions"))


def sell(crowd: Crowd, phone: Phone, at: int) -> Answer:
    desk = Phone(phone.port, {"wuse": crowd.clerk}, phone.answers)
    page = desk.get(crowd.path(f"counter?member={crowd.member_ids[at]}&p{crowd.plenty_id}=1"))
    return desk.send(page, "/sales", crowd.path("counter/sales"), credential=crowd.pin)


def confirm(crowd: Crowd, phone: Phone, at: int) -> Answer:
    desk = Phone(phone.port, {"wuse": crowd.coordinator}, phone.answers)
    shift = f"shifts/{crowd.ended_ids[at % len(crowd.ended_ids)]}"
    page = desk.get(crowd.path(f"{shift}/minutes"))
    if "/confirmations" not in page.page:
        return page
    return desk.send(page, "/confirmations", crowd.path(f"{shift}/confirmations"))


def hang(crowd: Crowd, phone: Phone, _at: int) -> Answer:
    desk = Phone(phone.port, {"wuse": crowd.admin}, phone.answers)
    batch = f"commendations/{crowd.batch_id}"
    page = desk.get(crowd.path(batch))
    if '/notice"' not in page.page:
        return page
    return desk.send(page, "/notice", crowd.path(f"{batch}/notice"))


ACTS = (sign_up, arrive, reserve, sell, confirm, hang, wall)


def one_person(crowd: Crowd, phone: Phone, at: int) -> dict[str, Answer]:
    """Sign in, then press everything, each beginning at another place."""
    done = {"sign_in": phone.sign_in(crowd.numbers[at], crowd.pin)}
    first = at % len(ACTS)
    for act in ACTS[first:] + ACTS[:first]:
        done[act.__name__] = act(crowd, phone, at)
    return done


def words_of_refusals() -> re.Pattern[str]:
    """All sentences a refusal may say, with anything where a value stands."""
    found, left = set(), list(RuleError.__subclasses__())
    while left:
        each = left.pop()
        left += each.__subclasses__()
        found.add(".*?".join(re.escape(part) for part in re.split(r"%\(\w+\)s", each.message)))
    return re.compile("|".join(sorted(found)))


def of_kind(results: list[dict[str, Answer]], name: str) -> Counter[int]:
    return Counter(each[name].status for each in results)


def test_all_at_once_and_at_everything(engine, serve):
    people = 16 if engine.dialect.name == "sqlite" else 32
    crowd = a_crowd(engine, busy=people)
    server = serve()
    assert people == 4 * server.threads
    phones = [Phone(server.port) for _ in range(people)]

    results = together([lambda at=at: one_person(crowd, phones[at], at) for at in range(people)])

    answers = [answer for phone in phones for answer in phone.answers]
    assert [each.path for each in answers if each.status >= 500] == [], server.printed()
    _every_refusal_says_why(answers)
    _nothing_was_given_twice(engine, crowd, results)
    slowest = max(answers, key=lambda each: each.seconds)
    assert engine.dialect.name != "sqlite" or slowest.seconds < SLOWEST_ON_SQLITE, slowest.path


def _every_refusal_says_why(answers: list[Answer]) -> None:
    known = words_of_refusals()
    silent = [(a.path, a.status) for a in answers if a.status >= 400 and not known.search(a.words)]
    assert silent == []


def _nothing_was_given_twice(engine, crowd: Crowd, results: list[dict[str, Answer]]) -> None:
    people = len(results)
    for name in ("sign_in", "sign_up", "arrive", "sell"):
        assert of_kind(results, name) == {303: people}, name
    assert of_kind(results, "wall") == {200: people}
    assert of_kind(results, "reserve") == {303: RESERVABLE, 409: people - RESERVABLE}
    assert of_kind(results, "hang")[303] == 1
    with Session(engine) as asking:
        assert _count(asking, SignUp.state == SignUpState.CHECKED_IN) == people
        assert asking.scalar(select(func.count()).select_from(Redemption)) == people + RESERVABLE
        confirmed = select(func.count()).where(ServiceRecord.sign_up_id.is_not(None))
        assert asking.scalar(confirmed) == people
        levels = select(func.count()).where(Notice.kind == CommendationKind.STAR_LEVEL)
        assert asking.scalar(levels) == 1


def _count(session: Session, *which) -> int:
    return session.scalar(select(func.count()).select_from(SignUp).where(*which)) or 0


def test_sixty_four_press_one_shift_of_fifty(engine, serve):
    crowd = a_crowd(engine)
    server = serve()
    phones = [Phone(server.port) for _ in range(PEOPLE)]
    doors = [phone.get("/sign-in") for phone in phones]

    def enter(at: int) -> Answer:
        typed = {"login": crowd.numbers[at], "secret": crowd.pin}
        return phones[at].send(doors[at], "/sign-in", "/sign-in", **typed)

    entered = together([lambda at=at: enter(at) for at in range(PEOPLE)])
    pressed = together([lambda phone=phone: sign_up(crowd, phone, 0) for phone in phones])

    assert Counter(each.status for each in entered) == {303: PEOPLE}, server.printed()
    assert Counter(each.status for each in pressed) == {303: PEOPLE}, server.printed()
    with Session(engine) as asking:
        assert _count(asking, SignUp.state == SignUpState.APPROVED) == PLACES
        assert _count(asking, SignUp.state == SignUpState.WAITLISTED) == PEOPLE - PLACES
