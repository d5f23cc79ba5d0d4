"""The exceptions of jointae. Their texts are the sentences that the Java API and the command line give."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Iterator, Optional

from pyspark.errors import IllegalArgumentException, PySparkException


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
        sentence = None if isinstance(failure, InvalidInputError) else _java_message(failure)
        if sentence is None:
            raise
        raise InvalidInputError(sentence) from failure
    except PySparkException as failure:
        if failure.getErrorClass() != "CONNECT_ML.UNSUPPORTED_EXCEPTION":
            raise
        raise InvalidInputError(
            "The server of Spark Connect does not have the jar of jointae: start the server with the option --jars and the"
            " jar for Spark 4."
        ) from failure


def _java_message(failure: IllegalArgumentException) -> Optional[str]:
    """Returns the message of the Java exception behind an exception, or None if there is none."""
    origin = getattr(failure, "_origin", None)
    if origin is not None:
        return str(origin.getMessage())
    # An exception that a server of Spark Connect sent has its text only; str() adds the stack trace of the server.
    return getattr(failure, "_message", None) if hasattr(failure, "getStackTrace") else None
