"""What is told of something that happened, and in which words is left to who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence and its values, kept apart so that it is told in the language of its reader."""

    sentence: str
    values: Mapping[str, object]
