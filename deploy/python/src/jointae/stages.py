"""The Spark ML stages of jointae for PySpark. The JVM does all the work."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Type, TypeVar

from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel
from pyspark.sql import DataFrame

from jointae._jvm import PACKAGE, active_session, java
from jointae._params import FeatureParams, TrainingParams
from jointae.errors import InvalidInputError, invalid_input

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from jointae._params import FeatureOptions, StageOptions

Stage = TypeVar("Stage")

# PySpark maps a Java stage to the Python class of the same full name. Pipelines that version 0.1 saved name the stages by
# the package that they had then.
for _package in (PACKAGE + ".ml", PACKAGE + ".score"):
    sys.modules[_package] = sys.modules[__name__]


class _Reader(JavaMLReader):
    """Reads a saved stage with the Java class of the same name."""

    @classmethod
    def _java_loader_class(cls, clazz: Type[Any]) -> str:
        return f"{PACKAGE}.ml.{clazz.__name__}"

    def load(self, path: str) -> Any:
        with invalid_input():
            return super().load(path)


class _SavedStage(JavaMLReadable, JavaMLWritable):
    """Saves and loads a stage."""

    @classmethod
    def read(cls) -> Any:
        """Returns the reader of saved stages."""
        active_session()
        return _Reader(cls)


def _check_names(stage: Any, values: Dict[str, Any]) -> None:
    for name in values:
        if not stage.hasParam(name):
            known = ", ".join(sorted(param.name for param in stage.params))
            raise InvalidInputError(f"{name} is not a parameter of {type(stage).__name__}: choose one of {known}.")


class StackedAutoencoderModel(JavaModel, FeatureParams, _SavedStage):
    """Adds the code of each row by a trained stack, in batch and in streaming queries.

    >>> encoder = StackedAutoencoderModel.fromDirectory("models/dae2j").setInputCol("pixels")  # doctest: +SKIP
    >>> encoder.transform(images).select("features")  # doctest: +SKIP
    """

    def __init__(self, java_model: Optional[Any] = None) -> None:
        super().__init__(java_model)
        if java_model is not None:
            self._transfer_params_from_java()

    @classmethod
    def fromDirectory(cls, directory: str) -> StackedAutoencoderModel:
        """Opens a model folder that the command train wrote.

        :param directory: any path that Hadoop knows, such as ``hdfs:///models/mnist``
        :raises InvalidInputError: if the folder does not hold a model
        """
        spark = active_session()
        with invalid_input():
            return cls(java(spark).ml.StackedAutoencoderModel.fromDirectory(spark._jsparkSession, directory))

    def setParams(self, **values: Unpack[FeatureOptions]) -> StackedAutoencoderModel:
        """Sets parameters by name."""
        _check_names(self, values)  # type: ignore[arg-type]
        self._set(**values)
        return self

    @property
    def card(self) -> Dict[str, Any]:
        """The provenance of the model: its data, all training options, the environment, and the history of training."""
        spark = active_session()
        return json.loads(java(spark).base.Json.line(self._java_obj.trained().card()))

    @property
    def history(self) -> List[Dict[str, Any]]:
        """One entry per epoch with its cost, in order."""
        return self.card["history"]

    def saveModel(self, directory: str, overwrite: bool = False) -> None:
        """Writes a model folder as the command train does, which the other commands take.

        :param directory: any path that Hadoop knows
        :param overwrite: whether to replace an existing folder
        """
        conf = active_session()._jsparkSession.sessionState().newHadoopConf()
        with invalid_input():
            self._java_obj.trained().write(conf, directory, overwrite)

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with invalid_input():
            return super()._transform(dataset)


class StackedAutoencoder(JavaEstimator, FeatureParams, TrainingParams, _SavedStage):
    """Trains a stack of auto-encoders by one of the schemes of the paper.

    The parameters are the options of the command train in camel case. `StageOptions` lists them with their types, and
    ``explainParams()`` prints them with their ranges and defaults.

    >>> stack = StackedAutoencoder(inputCol="pixels", scheme="J", layers=2, hidden=[100, 50])  # doctest: +SKIP
    >>> model = stack.fit(images)  # doctest: +SKIP
    """

    def __init__(self, **values: Unpack[StageOptions]) -> None:
        super().__init__()
        active_session()
        self._java_obj = self._new_java_obj(PACKAGE + ".ml.StackedAutoencoder", self.uid)
        self._transfer_params_from_java()
        self.setParams(**values)

    def setParams(self, **values: Unpack[StageOptions]) -> StackedAutoencoder:
        """Sets parameters by name."""
        _check_names(self, values)  # type: ignore[arg-type]
        self._set(**values)
        return self

    def _fit(self, dataset: DataFrame) -> StackedAutoencoderModel:
        with invalid_input():
            return super()._fit(dataset)

    def _create_model(self, java_model: Any) -> StackedAutoencoderModel:
        return StackedAutoencoderModel(java_model)
