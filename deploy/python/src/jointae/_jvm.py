"""The jar, the Java that runs it, and the way from Python to its classes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Optional

import pyspark
from pyspark.sql import SparkSession

from jointae import _line
from jointae.errors import InvalidInputError

PACKAGE = "io.jointae"

CONNECT_REMEDY = "use the stages' fit, transform, save and load"


def jar_path() -> str:
    """Returns the path of the jar in this package, for the setting `spark.jars` of a session of your own."""
    here = Path(__file__).resolve()
    packed = here.parent / "jars" / "jointae.jar"
    if packed.is_file():
        return str(packed)
    # The jar contains this module too. Python then imports it from the jar.
    for folder in here.parents:
        if folder.is_file():
            return str(folder)
    raise InvalidInputError(
        "This copy of the Python package has no jar: install a wheel that deploy/python/build made, or add"
        " spark-job/target/jointae.jar to spark.jars."
    )


def check_spark(version: str) -> None:
    """Refuses a version of Spark that the jar does not run on."""
    if version.startswith(_line.SPARK + "."):
        return
    other = _line.OTHER_DISTRIBUTIONS.get(version.split(".")[0])
    alternative = f"install {other} instead, or " if other else "install "
    raise InvalidInputError(
        f"{_line.DISTRIBUTION} is for Spark {_line.SPARK}, but this is Spark {version}:"
        f" {alternative}pyspark {_line.SPARK}."
    )


def check_java() -> None:
    """Refuses a machine without a Java that this line of Spark runs on."""
    oldest, newest = _line.JAVA
    recommended = _line.RECOMMENDED_JAVA
    java = _java()
    if java is None:
        raise InvalidInputError(f"There is no Java on this machine: install a JDK {recommended} or set JAVA_HOME.")
    shown = subprocess.run(
        [java, "-XshowSettings:properties", "-version"], capture_output=True, text=True, check=False
    ).stderr
    found = re.search(r"java\.specification\.version = (?:1\.)?(\d+)", shown)
    if found is None:
        raise InvalidInputError(f"{java} is not a Java that works: install a JDK {recommended} or set JAVA_HOME.")
    version = int(found.group(1))
    if not oldest <= version <= newest:
        raise InvalidInputError(
            f"Java {version} cannot run jointae and Spark {_line.SPARK}, which need Java {recommended}: set JAVA_HOME"
            f" to a JDK {recommended}."
        )


def _java() -> Optional[str]:
    home = os.environ.get("JAVA_HOME")
    if home:
        java = os.path.join(home, "bin", "java")
        return java if os.access(java, os.X_OK) else None
    return shutil.which("java")


def active_session() -> SparkSession:
    """Returns the running session, which must have the jar."""
    spark = SparkSession.getActiveSession()
    if spark is None:
        raise InvalidInputError("There is no Spark session: start one with jointae.session().")
    require_jar(spark)
    return spark


def local_session(what: str) -> SparkSession:
    """Returns the running session, whose driver must be in this process.

    :param what: what needs it, with which the sentence begins that refuses a session of Spark Connect
    """
    spark = active_session()
    if is_connect(spark):
        raise InvalidInputError(
            f"{what} cannot be used through Spark Connect: {CONNECT_REMEDY}, or start a session with jointae.session()."
        )
    return spark


def is_connect(spark: SparkSession) -> bool:
    """Returns whether a session is one of Spark Connect, whose driver is in another process."""
    return type(spark).__module__.startswith("pyspark.sql.connect.")


def require_jar(spark: SparkSession) -> None:
    """Refuses a session of another line of Spark, or one without the jar."""
    check_spark(spark.version)
    if is_connect(spark):
        # Only a request that names a stage shows whether the server has the jar.
        if _line.SPARK == "3.5":
            raise InvalidInputError(
                "The stages of jointae run through Spark Connect from Spark 4 on: start a session with jointae.session()."
            )
        return
    if not has_jar(spark):
        raise InvalidInputError(
            "The running Spark session does not have the jar of jointae: stop it and start one with jointae.session(), or"
            " add jointae.jar_path() to spark.jars before it starts."
        )


def has_jar(spark: SparkSession) -> bool:
    """Returns whether the classes of jointae can be used in a session."""
    # Py4J takes a name that it does not know for that of a package, and a package has no class.
    return type(java(spark).ml.StackedAutoencoder).__name__ == "JavaClass"


def java(spark: SparkSession) -> Any:
    """Returns the Java package of jointae."""
    return getattr(spark._jvm, "io").jointae  # type: ignore[attr-defined]


def check_pyspark() -> None:
    """Refuses a PySpark of another line."""
    check_spark(pyspark.__version__)
