"""A small JSON file of a person's answers, with a copy of its state before the last change."""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Generic, TypeVar

from limbwatch.cli.night.damage import damaged
from limbwatch.cli.night.whole_files import lock_at, write_whole, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFields:
    """Answers of a person, one per field."""

    @property
    def answered(self) -> dict[str, Any]:
        """The fields with an answer, in order."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in found.items() if value not in (None, {})}


T = TypeVar("T", bound=AnswerFields)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFile(Generic[T]):
    """A file of answers and the type it holds."""

    path: Path
    before: Path
    """Copy of the file before the last change."""
    schema: str
    make: Callable[[dict[str, Any]], T]
    """Builds the answers from the file's content; an empty mapping means no answers. It raises
    TypeError or ValueError for invalid content."""

    def read(self) -> T:
        """Read the answers; none without a file. A damaged file raises a CommandError."""
        return self._read(self.path)

    def write(self, answers: T) -> None:
        """Replace the answers, whatever they were, and keep the old ones as the copy."""
        with writing(self.path, option=None), lock_at(self.path):
            try:
                before = self.path.read_bytes()
            except FileNotFoundError:
                before = self._to_bytes(self.make({}))
            write_whole(self.before, before)
            write_whole(self.path, self._to_bytes(answers))

    def change(self, make: Callable[[T], T]) -> tuple[T, T]:
        """Change the answers by a function, under the file's lock; return them before and after.

        The function may be called twice, and nothing is written if it changes nothing.

        Raises
        ------
        CommandError
            If the file is damaged or cannot be written.
        """
        before = self.read()
        if make(before) == before:
            return before, before
        with writing(self.path, option=None), lock_at(self.path):
            before = self.read()
            after = make(before)
            if after != before:
                self.write(after)
        return before, after

    @property
    def changed(self) -> bool:
        """Whether there is an earlier state to go back to."""
        return self.before.exists()

    def undo(self, check: Callable[[T], None] = lambda _told: None) -> bool:
        """Swap the answers with those before the last change; a second undo is a redo.

        Return whether the two differ. The present answers are passed to `check` first; an exception
        that it raises is passed on, and nothing is written.

        Raises
        ------
        CommandError
            If a file is damaged or cannot be written.
        ValueError
            If nothing was ever changed.
        """
        check(self.read())
        if not self.changed:
            raise ValueError("what is noted here was never changed")
        with writing(self.path, option=None), lock_at(self.path):
            now, before = self.read(), self._read(self.before)
            check(now)
            if before == now:
                return False
            self.write(before)
        return True

    def _read(self, path: Path) -> T:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return self.make({})
        except (OSError, ValueError, RecursionError) as error:
            raise damaged(path, error) from None
        if not isinstance(content, dict) or content.pop("schema", None) != self.schema:
            raise damaged(path, f"its schema is not {self.schema}")
        try:
            return self.make(content)
        except (TypeError, ValueError) as error:
            raise damaged(path, error) from None

    def _to_bytes(self, answers: T) -> bytes:
        content = {"schema": self.schema, **answers.answered}
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
        return text.encode("utf-8")


def check_text(name: str, value: object, *, longest: int) -> None:
    """Raise a ValueError unless a value is None or a text that a file can hold."""
    if value is None:
        return
    if not isinstance(value, str):
        raise ValueError(f"{name} is text, not {value!r}")  # noqa: TRY004
    if len(value) > longest:
        raise ValueError(f"{name} is at most {longest} characters, not {len(value)}")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError(f"{name} holds half a character (a surrogate), which no file can hold")
