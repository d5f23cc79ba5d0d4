"""The commands of jointae as functions. They run in the Spark session of this process."""

from __future__ import annotations

import json
import re
import sys
import tempfile
import threading
import uuid
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Union

from pyspark.sql import DataFrame, SparkSession

from jointae._jvm import active_session, java, local_session
from jointae._params import TrainingOptions
from jointae._values import per_layer
from jointae.errors import CommandError, InvalidInputError
from jointae.stages import StackedAutoencoder, StackedAutoencoderModel

if TYPE_CHECKING:
    from typing_extensions import Unpack

INVALID_INPUT = 2
NOTHING_TO_DO = 3

# The standard streams of the JVM belong to the command that runs.
_one_at_a_time = threading.Lock()

# The command line has a switch that turns these off, because they are on by default.
_SWITCHES = {"shuffle": "--no-shuffle", "tied": "--untied"}

# A stage has a parameter batchSize of its own.
_RENAMED = {"trainingBatchSize": "batch-size"}

Model = Union[str, StackedAutoencoderModel]


def run(command: str, *arguments: str, quiet: bool = False, **options: Any) -> List[Dict[str, Any]]:
    """Runs a command of the command line in the running session, and returns the results that it prints.

    :param command: the command, such as ``sweep``; ``bench quality`` names a command below another one
    :param arguments: arguments without a name, such as the file of a sweep
    :param quiet: whether to keep the progress of the command from standard error
    :param options: the options in camel case or with underscores: ``learningRate=0.01`` or ``learning_rate=0.01``.
        ``True`` sets an option without a value, ``False`` and ``None`` leave the option out, and a list repeats it.
    :raises InvalidInputError: if an option or the input is invalid
    :raises CommandError: if the command fails for another reason
    """
    words = [*command.split(), *arguments]
    for name, value in options.items():
        words += _words(name, value)
    spark = local_session(f"The command {command}")
    with _one_at_a_time:
        return _run(spark, [*words, "--json"], quiet)


def prepare(
    source: Union[str, DataFrame],
    out: str,
    *,
    name: Optional[str] = None,
    inputCol: str = "pixels",
    labelCol: Optional[str] = None,
    quiet: bool = False,
    **options: Any,
) -> str:
    """Prepares a dataset for training, and returns its folder.

    :param source: the name of a dataset of the paper, such as ``rectangles``; or a table; or, with the option ``format``,
        the file or folder of your own data
    :param out: the folder in which the folder of the dataset is created
    :param name: the name of the dataset; needed for your own data
    :param inputCol: the column of vectors of a table
    :param labelCol: the column of labels of a table; without it, the dataset has no labels
    :param options: further options of the command ``prepare``, such as ``valid=0.1``
    """
    if isinstance(source, DataFrame):
        return _prepare_table(source, out, name, inputCol, labelCol, quiet, options)
    if "format" in options:
        [result] = run("prepare", _required(name), out=out, source=source, quiet=quiet, **options)
    else:
        [result] = run("prepare", source, out=out, quiet=quiet, **options)
    return result["data"]


def train(
    data: Union[str, DataFrame],
    model: Optional[str] = None,
    *,
    inputCol: str = "pixels",
    resume: bool = False,
    overwrite: bool = False,
    quiet: bool = False,
    **options: Unpack[TrainingOptions],
) -> StackedAutoencoderModel:
    """Trains a stack of auto-encoders.

    :param data: the folder of a prepared dataset, or a table
    :param model: the folder of the model, which other commands take; needed for a prepared dataset
    :param inputCol: the column of vectors of a table
    :param resume: whether to continue an interrupted run on a prepared dataset
    :param overwrite: whether to replace an existing model
    :param options: how to train, see `TrainingOptions`
    """
    if isinstance(data, DataFrame):
        if resume:
            raise InvalidInputError("resume needs a prepared dataset: prepare the table first.")
        if model is not None:
            local_session("The folder of a model")
        trained = StackedAutoencoder(inputCol=inputCol, **options).fit(data)
        if model is not None:
            trained.saveModel(model, overwrite)
        return trained
    if model is None:
        raise InvalidInputError("model is missing: name the folder of the model.")
    run("train", data=data, model=model, resume=resume, overwrite=overwrite, quiet=quiet, **options)
    return StackedAutoencoderModel.fromDirectory(model).setParams(inputCol=inputCol)


def evaluate(
    model: Model,
    data: Union[str, DataFrame],
    measure: str = "svm",
    *,
    inputCol: str = "pixels",
    labelCol: Optional[str] = "label",
    quiet: bool = False,
    **options: Any,
) -> List[Dict[str, Any]]:
    """Measures a model, and returns one entry per measurement, with its ``metric``, ``split`` and ``value``.

    :param model: the folder of a model, or a trained model
    :param data: the folder of a prepared dataset; or a table, of which shares become the validation and test rows
    :param measure: the command that measures: ``svm``, ``finetune``, ``parzen`` or ``reconstruct``
    :param inputCol: the column of vectors of a table
    :param labelCol: the column of labels of a table; None for a table without labels
    :param options: further options of that command
    """
    with tempfile.TemporaryDirectory(prefix="jointae-") as folder:
        if isinstance(data, DataFrame):
            _require_shared_files("data", "the folder of a prepared dataset")
            data = prepare(data, folder, name="table", inputCol=inputCol, labelCol=labelCol, quiet=quiet)
        if isinstance(model, StackedAutoencoderModel):
            _require_shared_files("model", "the folder of the model")
            saved = folder + "/model"
            model.saveModel(saved)
            model = saved
        return run(measure, model=model, data=data, quiet=quiet, **options)


def score(
    model: Model,
    data: Union[str, DataFrame],
    output: Optional[str] = None,
    *,
    inputCol: str = "pixels",
    layer: int = 0,
    quiet: bool = False,
    **options: Any,
) -> DataFrame:
    """Encodes every row of a table, and returns the table with the column ``features``.

    :param model: the folder of a model, or a trained model
    :param data: a table, or the path of Parquet files
    :param output: the folder that the features are written to; needed for a path
    :param inputCol: the column of vectors
    :param layer: the layer whose code becomes the features, 1 for the lowest; 0 stands for the top layer
    :param options: further options of the command ``score``, for a path
    """
    spark = active_session()
    if isinstance(data, DataFrame):
        if options:
            raise InvalidInputError(
                f"{', '.join(sorted(options))} applies to a path only: leave it out, or write the table to a path."
            )
        stage = StackedAutoencoderModel.fromDirectory(model) if isinstance(model, str) else model
        scored = stage.copy().setParams(inputCol=inputCol, outputCol="features", layer=layer).transform(data)
        if output is None:
            return scored
        scored.write.parquet(output)
        return spark.read.parquet(output)
    if output is None:
        raise InvalidInputError("output is missing: name the folder for the features.")
    with tempfile.TemporaryDirectory(prefix="jointae-") as folder:
        if isinstance(model, StackedAutoencoderModel):
            _require_shared_files("model", "the folder of the model")
            saved = folder + "/model"
            model.saveModel(saved)
            model = saved
        run(
            "score",
            model=model,
            input=data,
            output=output,
            column=inputCol,
            layer=layer or None,
            quiet=quiet,
            **options,
        )
    return spark.read.parquet(output)


def _prepare_table(
    table: DataFrame,
    out: str,
    name: Optional[str],
    inputCol: str,
    labelCol: Optional[str],
    quiet: bool,
    options: Dict[str, Any],
) -> str:
    """Writes a table next to the future dataset, where every process of the cluster can read it, and prepares it."""
    dataset = _required(name)
    spark = local_session("The command prepare")
    source = f"{out.rstrip('/')}/.{dataset}-{uuid.uuid4().hex}.parquet"
    columns = [inputCol] if labelCol is None else [inputCol, labelCol]
    table.select(*columns).write.parquet(source)
    try:
        [result] = run(
            "prepare",
            dataset,
            out=out,
            source=source,
            format="parquet",
            pixelsColumn=inputCol,
            labelColumn=labelCol,
            quiet=quiet,
            **options,
        )
        return result["data"]
    finally:
        path = spark._jvm.org.apache.hadoop.fs.Path(source)  # type: ignore[union-attr]
        path.getFileSystem(spark._jsparkSession.sessionState().newHadoopConf()).delete(path, True)


def _required(name: Optional[str]) -> str:
    if name is None:
        raise InvalidInputError("name is missing: give your own data a name.")
    return name


def _require_shared_files(argument: str, instead: str) -> None:
    """Refuses values that would pass through a temporary folder of this machine, where executors run on others."""
    master = local_session(argument).sparkContext.master
    if not master.startswith("local"):
        raise InvalidInputError(
            f"{argument} must be a path where Spark runs on a cluster ({master}): give {instead} on a shared file system."
        )


def _words(name: str, value: Any) -> List[str]:
    """Returns an option as words of the command line."""
    if name in _SWITCHES and isinstance(value, bool):
        return [] if value else [_SWITCHES[name]]
    if value is None or value is False:
        return []
    option = "--" + _RENAMED.get(name, re.sub("([A-Z])", r"-\1", name).replace("_", "-").lower())
    if value is True:
        return [option]
    if isinstance(value, (list, tuple)):
        if name in TrainingOptions.__annotations__:
            return [f"{option}={per_layer(value)}"]
        return [f"{option}={each}" for each in value]
    return [f"{option}={value}"]


def _run(spark: SparkSession, words: List[str], quiet: bool) -> List[Dict[str, Any]]:
    started = java(spark).cli.embedded.CommandRun.start(words)
    lines: List[str] = []
    try:
        ended = False
        while not ended:
            ended = started.waitFor(500)
            for line in started.takeProgress():
                lines.append(line)
                if not quiet and not line.startswith("jointae: "):
                    print(line, file=sys.stderr)
    except KeyboardInterrupt:
        started.interrupt()
        raise
    status = started.status()
    if status == INVALID_INPUT:
        raise InvalidInputError(_python_names(_sentence(lines)))
    if status not in (0, NOTHING_TO_DO):
        raise CommandError(f"The command {words[0]} failed with status {status}.\n" + "\n".join(lines[-40:]))
    return [json.loads(line) for line in started.takeResults() if line.strip()]


def _sentence(lines: List[str]) -> str:
    """Returns the sentence that a refused command printed."""
    said = [line[len("jointae: ") :] for line in lines if line.startswith("jointae: ")]
    return said[-1] if said else "\n".join(lines)


def _python_names(sentence: str) -> str:
    """Replaces the names of options by those of Python's arguments."""

    def argument(option: re.Match) -> str:
        first, *rest = option.group(1).split("-")
        return first + "".join(word.capitalize() for word in rest)

    return re.sub(r"(?<![\w-])--([a-z][a-z0-9-]*)", argument, sentence)
