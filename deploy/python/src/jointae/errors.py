"""The exceptions of jointae. Their texts are the sentences that the Java API and the command line give."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Iterator

from pyspark.errors import IllegalArgumentException


class InvalidInputError(IllegalArgumentException, ValueError):
    """An input that the caller can correct: the text names it and says what to do.

    PySpark's `IllegalArgumentException` and Python's `ValueError` catch it too.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence

    def __reduce__(self):
        return InvalidInputError, (self.sentence,)


class CommandError(RuntimeError):
    """A command that failed for another reason than invalid input. The text is what it printed."""


@contextmanager
def invalid_input() -> Iterator[None]:
    """Turns the exception of Java about an invalid input into an `InvalidInputError` with the same sentence."""
    try:
        yield
    except IllegalArgumentException as failure:
        if isinstance(failure, InvalidInputError) or getattr(failure, "_origin", None) is None:
            raise
        sentence = failure._origin.getMessage()
        raise InvalidInputError(str(sentence)) from failure
