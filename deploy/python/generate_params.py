"""Writes the parameters of the stages, which the Java stages define, as typed Python.

    python deploy/python/generate_params.py spark-job/target/jointae.jar > deploy/python/src/jointae/_params.py

It needs PySpark. A test fails if the file does not have what this program writes.
"""

from __future__ import annotations

import sys
import textwrap
from typing import Any, List

WIDTH = 110

HEAD = '''"""The parameters of the stages with their types. deploy/python/generate_params.py writes this file."""

from __future__ import annotations

from typing import Any, Dict, TypedDict, TypeVar

from pyspark.ml.param import Param, Params, TypeConverters

from jointae._values import PerLayer, per_layer

Owner = TypeVar("Owner", bound=Params)
'''

TYPES = {"IntParam": "int", "LongParam": "int", "DoubleParam": "float", "BooleanParam": "bool"}
CONVERTERS = {"int": "toInt", "float": "toFloat", "bool": "toBoolean", "str": "toString"}


class Parameter:
    """A parameter of the Java stage."""

    def __init__(self, estimator: Any, java: Any) -> None:
        self.name: str = java.name()
        self.default = estimator.getDefault(java).get() if estimator.hasDefault(java) else None
        self.doc: str = java.doc()
        self.per_layer = "one value per layer" in self.doc
        java_type = java.getClass().getSimpleName()
        self.value = "str" if self.per_layer else TYPES.get(java_type, "str")
        self.accepted = "PerLayer" if self.per_layer else self.value
        self.converter = "per_layer" if self.per_layer else "TypeConverters." + CONVERTERS[self.value]
        self.suffix = self.name[0].upper() + self.name[1:]

    def option(self) -> List[str]:
        """Returns the lines of the parameter in a TypedDict."""
        return [f"    {self.name}: {self.accepted}", *docstring(self.doc, 4)]

    def declaration(self) -> List[str]:
        """Returns the lines of the parameter in a class of parameters."""
        return [
            f"    {self.name}: Param[{self.value}] = Param(",
            "        Params._dummy(),  # type: ignore[attr-defined]",
            f'        "{self.name}",',
            *literal(self.doc, 8),
            f"        {self.converter},",
            "    )",
        ]

    def accessors(self) -> List[str]:
        """Returns the lines of the methods that read and set the parameter."""
        return [
            f"    def get{self.suffix}(self) -> {self.value}:",
            f'        """Returns the value of `{self.name}`."""',
            f"        return self.getOrDefault(self.{self.name})",
            "",
            f"    def set{self.suffix}(self: Owner, value: {self.accepted}) -> Owner:",
            *docstring(self.doc, 8),
            f"        self._set({self.name}=value)  # type: ignore[attr-defined]",
            "        return self",
        ]


def docstring(text: str, indent: int) -> List[str]:
    """Returns a text as a documentation string."""
    lines = textwrap.wrap(text, WIDTH - indent - 6, break_long_words=False, break_on_hyphens=False)
    pad = " " * indent
    if len(lines) == 1:
        return [f'{pad}"""{lines[0]}"""']
    return [f'{pad}"""{lines[0]}', *(pad + line for line in lines[1:]), f'{pad}"""']


def literal(text: str, indent: int) -> List[str]:
    """Returns a text as an argument that spans lines."""
    lines = textwrap.wrap(text, WIDTH - indent - 4, break_long_words=False, break_on_hyphens=False)
    spaced = [line + " " for line in lines[:-1]] + lines[-1:]
    quoted = [" " * indent + '"' + line.replace('"', '\\"') + '"' for line in spaced]
    quoted[-1] += ","
    return quoted


def default_entry(parameter: Parameter) -> str:
    """Returns the entry of the default value of a parameter in a dictionary."""
    value = f'"{parameter.default}"' if isinstance(parameter.default, str) else repr(parameter.default)
    return f'"{parameter.name}": {value}'


def options(name: str, base: str, summary: str, parameters: List[Parameter]) -> List[str]:
    """Returns a TypedDict of parameters."""
    lines = ["", "", f"class {name}({base}, total=False):", f'    """{summary}"""', ""]
    for parameter in parameters:
        lines += [*parameter.option(), ""]
    return lines[:-1]


def mixin(name: str, base: str, summary: str, parameters: List[Parameter]) -> List[str]:
    """Returns a class of parameters."""
    lines = ["", "", f"class {name}({base}):", f'    """{summary}"""', ""]
    for parameter in parameters:
        lines += parameter.declaration()
    for parameter in parameters:
        lines += ["", *parameter.accessors()]
    return lines


INPUT = {"inputCol", "batchSize", "handleInvalid"}
OUTPUT = {"outputCol", "outputType", "layer"}


def text(estimator: Any) -> str:
    """Returns the file.

    :param estimator: the Java stage that trains, which has all parameters
    """
    every = [Parameter(estimator, java) for java in estimator.params()]
    inputs = [parameter for parameter in every if parameter.name in INPUT]
    outputs = [parameter for parameter in every if parameter.name in OUTPUT]
    training = [parameter for parameter in every if parameter.name not in INPUT | OUTPUT]
    lines = options("InputOptions", "TypedDict", "Which rows are read, and how: the parameters of all stages.", inputs)
    lines += options("FeatureOptions", "InputOptions", "How rows are encoded: the parameters of a trained stack.", outputs)
    lines += options(
        "TrainingOptions",
        "TypedDict",
        "How a stack is trained: the options of the command train, and how the values of a table are scaled.",
        training,
    )
    lines += ["", "", "class StageOptions(FeatureOptions, TrainingOptions, total=False):"]
    lines += ['    """All parameters of the stage that trains."""']
    lines += mixin("InputParams", "Params", "The parameters of all stages.", inputs)
    lines += mixin("FeatureParams", "InputParams", "The parameters of a stack.", outputs)
    lines += mixin("TrainingParams", "Params", "The parameters of training.", training)
    lines += ["", "", "# A session of Spark Connect has no Java stage in this process that knows them.", "DEFAULTS: Dict[str, Any] = {"]
    lines += [f"    {default_entry(each)}," for each in every if each.default is not None]
    lines += ["}"]
    return HEAD + "\n".join(lines) + "\n"


def main() -> None:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").config("spark.jars", sys.argv[1]).getOrCreate()
    stages = getattr(spark._jvm, "io").jointae.ml
    sys.stdout.write(text(stages.StackedAutoencoder()))
    spark.stop()


if __name__ == "__main__":
    main()
