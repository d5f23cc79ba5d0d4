"""The local Spark session with all settings that jointae needs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Dict, Mapping, Optional

from pyspark.sql import SparkSession

from jointae._jvm import check_java, check_pyspark, jar_path, require_jar
from jointae.errors import InvalidInputError

_FOLDER = Path(__file__).resolve().parent


def session(
    master: str = "local[*]",
    *,
    memory: Optional[str] = None,
    appName: str = "jointae",
    settings: Optional[Mapping[str, str]] = None,
) -> SparkSession:
    """Returns a Spark session in which all of jointae works, and starts it if there is none.

    :param master: where Spark runs, such as ``local[4]`` for four cores of this machine
    :param memory: the heap of the driver, such as ``4g``; 2 GiB by default
    :param appName: the name of the application in Spark's UI
    :param settings: further settings of Spark, which take precedence over those of jointae
    :raises InvalidInputError: if this machine's Java or PySpark does not fit, or if a session without the jar is running
    """
    check_pyspark()
    running = SparkSession.getActiveSession()
    if running is not None:
        require_jar(running)
        return running
    check_java()
    # One BLAS thread per core of Spark. The JVM takes both variables when it starts.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    values = {**_defaults(), "spark.jars": jar_path(), "spark.plugins": "io.jointae.runtime.RuntimePlugin"}
    values["spark.driver.extraJavaOptions"] = f"-Dlog4j2.configurationFile={_FOLDER / 'log4j2.properties'}"
    if memory is not None:
        values["spark.driver.memory"] = memory
    values.update(settings or {})
    builder = SparkSession.builder.master(master).appName(appName)
    for key, value in values.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    require_jar(spark)
    return spark


def _defaults() -> Dict[str, str]:
    """Returns the settings of conf/spark-defaults.conf, of which the build puts a copy into the package."""
    file = _FOLDER / "spark-defaults.conf"
    if not file.is_file():
        raise InvalidInputError(
            "This copy of the Python package was not built: install a wheel that deploy/python/build made."
        )
    lines = (line.split(None, 1) for line in file.read_text(encoding="utf-8").splitlines())
    return {line[0]: line[1].strip() for line in lines if len(line) == 2 and not line[0].startswith("#")}
