"""The Spark ML stages of jointae for PySpark. The JVM does all the work."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Type, TypeVar

from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel
from pyspark.sql import DataFrame

from jointae._jvm import PACKAGE, active_session, is_connect, java, local_session
from jointae._params import DEFAULTS, FeatureParams, InputParams, TrainingParams
from jointae.errors import InvalidInputError, invalid_input

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from jointae._params import FeatureOptions, InputOptions, StageOptions

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


class _ConnectReader:
    """Reads a saved stage where the server of Spark Connect has its files."""

    def __init__(self, stage: Type[Any], session: Any) -> None:
        # PySpark takes the name of the Java class from the name of the Python module.
        self._stage = type(stage.__name__, (stage,), {"__module__": PACKAGE + ".ml"})
        self._session = session

    def session(self, sparkSession: Any) -> _ConnectReader:
        """Sets the session that reads."""
        self._session = sparkSession
        return self

    def load(self, path: str) -> Any:
        """Loads the stage."""
        from pyspark.ml.connect.readwrite import RemoteMLReader

        with invalid_input():
            return RemoteMLReader.loadInstance(self._stage, path, self._session)


class _SavedStage(JavaMLReadable, JavaMLWritable):
    """Saves and loads a stage."""

    @classmethod
    def read(cls) -> Any:
        """Returns the reader of saved stages."""
        session = active_session()
        return _ConnectReader(cls, session) if is_connect(session) else _Reader(cls)

    def _take_values_of_java(self) -> None:
        """Takes the values and the defaults of the parameters from the Java stage."""
        if is_connect(active_session()):
            # The Java stage is in the server, which sends the values that were set only.
            self._setDefault(**{name: value for name, value in DEFAULTS.items() if self.hasParam(name)})  # type: ignore
        else:
            self._transfer_params_from_java()  # type: ignore[attr-defined]


def _check_names(stage: Any, values: Dict[str, Any]) -> None:
    for name in values:
        if not stage.hasParam(name):
            known = ", ".join(sorted(param.name for param in stage.params))
            raise InvalidInputError(f"{name} is not a parameter of {type(stage).__name__}: choose one of {known}.")


class _TrainedStage(JavaModel, InputParams, _SavedStage):
    """A stage around a trained network with its provenance."""

    def __init__(self, java_model: Optional[Any] = None) -> None:
        super().__init__(java_model)
        if java_model is not None:
            self._take_values_of_java()

    @property
    def card(self) -> Dict[str, Any]:
        """The provenance of the model: its data, all training options, the environment, and the history of training."""
        spark = local_session("The card and the history of a model")
        return json.loads(java(spark).base.Json.line(self._java_obj.trained().card()))

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with invalid_input():
            transformed = super()._transform(dataset)
            # A server of Spark Connect checks the parameters when it is asked for the columns.
            transformed.schema
            return transformed


class StackedAutoencoderModel(_TrainedStage, FeatureParams):
    """Adds the code of each row by a trained stack, in batch and in streaming queries.

    >>> encoder = StackedAutoencoderModel.fromDirectory("models/dae2j").setInputCol("pixels")  # doctest: +SKIP
    >>> encoder.transform(images).select("features")  # doctest: +SKIP
    """

    @classmethod
    def fromDirectory(cls, directory: str) -> StackedAutoencoderModel:
        """Opens a model folder that the command train wrote.

        :param directory: any path that Hadoop knows, such as ``hdfs:///models/mnist``
        :raises InvalidInputError: if the folder does not hold a model
        """
        spark = local_session("fromDirectory")
        with invalid_input():
            return cls(java(spark).ml.StackedAutoencoderModel.fromDirectory(spark._jsparkSession, directory))

    def setParams(self, **values: Unpack[FeatureOptions]) -> StackedAutoencoderModel:
        """Sets parameters by name."""
        _check_names(self, values)  # type: ignore[arg-type]
        self._set(**values)
        return self

    @property
    def history(self) -> List[Dict[str, Any]]:
        """One entry per epoch with its cost, in order."""
        return self.card["history"]

    def saveModel(self, directory: str, overwrite: bool = False) -> None:
        """Writes a model folder as the command train does, which the other commands take.

        :param directory: any path that Hadoop knows
        :param overwrite: whether to replace an existing folder
        """
        conf = local_session("saveModel")._jsparkSession.sessionState().newHadoopConf()
        with invalid_input():
            self._java_obj.trained().write(conf, directory, overwrite)


class StackedClassifierModel(_TrainedStage):
    """Adds the probabilities of the classes and the most probable class to each row, by a fine-tuned stack.

    >>> classifier = StackedClassifierModel.fromDirectory("tuned/classifier-1").setInputCol("pixels")  # doctest: +SKIP
    >>> classifier.transform(images).select("probability", "prediction")  # doctest: +SKIP
    """

    probabilityCol: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "probabilityCol",
        "Names the new column of the probabilities of the classes, an ML Vector.",
        TypeConverters.toString,
    )
    predictionCol: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "predictionCol",
        "Names the new column of the most probable class, a double.",
        TypeConverters.toString,
    )

    @classmethod
    def fromDirectory(cls, directory: str) -> StackedClassifierModel:
        """Opens a classifier folder that the command finetune wrote.

        :param directory: any path that Hadoop knows
        :raises InvalidInputError: if the folder does not hold a classifier
        """
        spark = local_session("fromDirectory")
        with invalid_input():
            return cls(java(spark).ml.StackedClassifierModel.fromDirectory(spark._jsparkSession, directory))

    @property
    def numClasses(self) -> int:
        """The number of classes."""
        local_session("numClasses")
        return self._java_obj.numClasses()

    def setParams(self, **values: Unpack[InputOptions]) -> StackedClassifierModel:
        """Sets the parameters that all stages have by name."""
        _check_names(self, values)  # type: ignore[arg-type]
        self._set(**values)
        return self

    def setProbabilityCol(self, value: str) -> StackedClassifierModel:
        """Names the new column of the probabilities of the classes."""
        self._set(probabilityCol=value)
        return self

    def setPredictionCol(self, value: str) -> StackedClassifierModel:
        """Names the new column of the most probable class."""
        self._set(predictionCol=value)
        return self


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
        self._take_values_of_java()
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
