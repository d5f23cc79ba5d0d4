"""PySpark 3.5 wrappers for the Spark ML stages of jointae. The JVM does all the work.

    pyspark --jars jointae.jar --py-files jointae.jar

The parameters, their documentation and their defaults come from the Java stages: see explainParams().
"""

import sys

from pyspark.ml.param import Param, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLWritable, _jvm
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaParams
from pyspark.sql import SparkSession

_JAVA_PACKAGE = "io.jointae.ml"
# PySpark maps between the Python class and the Java class of a stage by their full name, so both use the same name.
# Pipelines that version 0.1 saved name the stages by the package that they had then.
for _package in (_JAVA_PACKAGE, "io.jointae.score"):
    sys.modules[_package] = sys.modules[__name__]

_CONVERTERS = {
    "IntParam": TypeConverters.toInt,
    "LongParam": TypeConverters.toInt,
    "DoubleParam": TypeConverters.toFloat,
    "BooleanParam": TypeConverters.toBoolean,
}


class _Stage(JavaParams):
    """Adds the parameters of the Java stage to a Python stage."""

    def _create_params_from_java(self):
        for java in self._java_obj.params():
            if not hasattr(self, java.name()):
                converter = _CONVERTERS.get(java.getClass().getSimpleName(), TypeConverters.toString)
                setattr(self, java.name(), Param(self, java.name(), java.doc(), converter))
                self._params = None

    def setParams(self, **values):
        """Sets parameters by name."""
        return self._set(**values)

    def __getattr__(self, name):
        """Supplies getX() and setX(value) for every parameter x."""
        if name[:3] in ("get", "set") and name[3:4].isupper():
            param = name[3].lower() + name[4:]
            if param in self.__dict__:
                if name.startswith("get"):
                    return lambda: self.getOrDefault(param)
                return lambda value: self._set(**{param: value})
        raise AttributeError(f"{type(self).__name__} has no attribute {name}")


class StackedAutoencoderModel(_Stage, JavaModel, JavaMLReadable, JavaMLWritable):
    """Adds the code of a trained stack to each row, in batch and in streaming queries."""

    __module__ = _JAVA_PACKAGE

    def __init__(self, java_model=None):
        super().__init__(java_model)
        if java_model is not None:
            self._transfer_params_from_java()

    @classmethod
    def fromDirectory(cls, directory):
        """Opens a model folder that the command train wrote."""
        session = SparkSession.active()._jsparkSession
        return cls(_jvm().io.jointae.ml.StackedAutoencoderModel.fromDirectory(session, directory))


class StackedClassifierModel(_Stage, JavaModel, JavaMLReadable, JavaMLWritable):
    """Adds the probabilities of the classes and the most probable class to each row, by a fine-tuned stack."""

    __module__ = _JAVA_PACKAGE

    def __init__(self, java_model=None):
        super().__init__(java_model)
        if java_model is not None:
            self._transfer_params_from_java()

    @classmethod
    def fromDirectory(cls, directory):
        """Opens a classifier folder that the command finetune wrote."""
        session = SparkSession.active()._jsparkSession
        return cls(_jvm().io.jointae.ml.StackedClassifierModel.fromDirectory(session, directory))


class StackedAutoencoder(_Stage, JavaEstimator, JavaMLReadable, JavaMLWritable):
    """Trains a stack by one of the schemes. The parameters are the options of the command train in camel case."""

    __module__ = _JAVA_PACKAGE

    def __init__(self, **values):
        super().__init__()
        self._java_obj = self._new_java_obj(_JAVA_PACKAGE + ".StackedAutoencoder", self.uid)
        self._create_params_from_java()
        self._transfer_params_from_java()
        self.setParams(**values)

    def _create_model(self, java_model):
        return StackedAutoencoderModel(java_model)
