"""What a community's own headings mean: told once on the page, remembered, and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.masking import numbers_covered
from core.workbook_headings import Heading, Layout, Taught
from teams.authority.act import Act
from teams.imports.models import HeadingMeaning, ImportBatch
from teams.permissions import Permission

LONGEST = 120
"""A longer heading is understood this once and not remembered."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person said about the headings shown; `taught` holds what is not usual."""

    layout: Layout
    shown: Sequence[Heading]
    taught: Taught

    def words(self) -> str:
        """Say it for the trail: 联络号码＝联系电话."""
        told = [
            f"{one.words}＝{self.layout.usual(self.taught[one.key]) or '不用'}"
            for one in self.shown
            if one.key in self.taught
        ]
        return numbers_covered("；".join(told)) or "不再记住"


def remembered(session: Session, community_id: int, kind: str) -> dict[str, str]:
    """Return heading → column, as the community taught it for this kind of workbook."""
    rows = session.scalars(
        select(HeadingMeaning).where(
            HeadingMeaning.community_id == community_id, HeadingMeaning.kind == kind
        )
    )
    return {one.heading: one.column_name for one in rows}


def as_kept(layout: Layout, shown: Sequence[Heading]) -> dict[str, object]:
    """Return what a batch keeps of its headings: those taught, and those nobody misses yet."""
    return {
        "taught": {one.key: one.meaning for one in shown if one.is_taught},
        "applied": [[one.words, layout.usual(one.meaning)] for one in shown if one.is_taught],
        "missed": [one.words for one in shown if one.is_missed],
    }


def teach(act: Act, batch: ImportBatch, lesson: Lesson) -> None:
    """Remember what the headings shown mean; one that means the usual again is forgotten.

    Nothing happens when nothing changes. Raises NotAllowed.
    """
    act.by.refuse_unless(Permission.IMPORT_RUN)
    before = remembered(act.session, batch.community_id, batch.kind)
    gone = {one.key for one in lesson.shown} & set(before)
    after = {key: column for key, column in before.items() if key not in gone}
    after |= {key: column for key, column in lesson.taught.items() if len(key) <= LONGEST}
    if after == before:
        return
    act.session.execute(
        delete(HeadingMeaning).where(
            HeadingMeaning.community_id == batch.community_id,
            HeadingMeaning.kind == batch.kind,
            HeadingMeaning.heading.in_(gone),
        )
    )
    act.session.add_all(
        HeadingMeaning(
            community_id=batch.community_id,
            kind=batch.kind,
            heading=key,
            column_name=column,
            taught_by_id=act.by.person_id,
            taught_at=act.now,
        )
        for key, column in after.items()
        if key not in before or key in gone
    )
    act.note("headings_taught", batch, kind=batch.kind, headings=lesson.words())
