"""Values of parameters that can differ between layers."""

from __future__ import annotations

from typing import Any, Iterable, Sequence, Union

PerLayer = Union[str, int, float, Sequence[Union[str, int, float]]]
"""One value for all layers, or one value per layer, lowest layer first: ``100``, ``[100, 50]`` or ``"100,50"``."""


def per_layer(value: Any) -> str:
    """Returns the text that the Java stage takes."""
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable):
        return ",".join(per_layer(each) for each in value)
    if isinstance(value, bool) or value is None:
        raise TypeError(f"{value!r} is neither a number, a text, nor a list of these")
    return str(value)
