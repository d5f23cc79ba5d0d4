"""Deep auto-encoders on Apache Spark: Spark ML stages, and functions that prepare data, train, evaluate and score.

>>> import jointae  # doctest: +SKIP
>>> spark = jointae.session()  # doctest: +SKIP
>>> data = jointae.prepare("rectangles", out="data")  # doctest: +SKIP
>>> model = jointae.train(data, "models/dae2j", scheme="J", layers=2, epochs=30)  # doctest: +SKIP
"""

from jointae._commands import evaluate, prepare, run, score, train
from jointae._jvm import jar_path
from jointae._line import VERSION as __version__
from jointae._session import session
from jointae.errors import CommandError, InvalidInputError
from jointae.stages import StackedAutoencoder, StackedAutoencoderModel, StackedClassifierModel

__all__ = [
    "CommandError",
    "InvalidInputError",
    "StackedAutoencoder",
    "StackedAutoencoderModel",
    "StackedClassifierModel",
    "__version__",
    "evaluate",
    "jar_path",
    "prepare",
    "run",
    "score",
    "session",
    "train",
]
