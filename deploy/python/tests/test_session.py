"""The session, and what refuses to start with one sentence."""

import importlib.metadata
import os
import subprocess
import sys

import pytest

import jointae
from jointae import InvalidInputError, _jvm, _line


def test_the_session_has_the_settings_of_jointae_and_is_kept(spark):
    settings = dict(spark.sparkContext.getConf().getAll())
    assert settings["spark.plugins"] == "io.jointae.runtime.RuntimePlugin"
    assert settings["spark.driver.memory"] == "1500m"
    assert settings["spark.scheduler.mode"] == "FAIR"
    assert jointae.session() is spark


def test_the_wheel_states_its_version_and_its_types():
    assert importlib.metadata.version(_line.DISTRIBUTION) == jointae.__version__
    assert os.path.exists(os.path.join(os.path.dirname(jointae.__file__), "py.typed"))


LINES = {
    "3.5": {"wheel": "jointae-spark3", "other": "4.2.0", "other wheel": "jointae-spark4", "java": "Java 17", "jdk": "JDK 17"},
    "4": {"wheel": "jointae-spark4", "other": "3.5.5", "other wheel": "jointae-spark3", "java": "Java 17 or 21", "jdk": "JDK 17 or 21"},
}
LINE = LINES[_line.SPARK]


def test_a_wheel_for_another_line_of_spark_names_the_one_to_take():
    with pytest.raises(InvalidInputError) as refused:
        _jvm.check_spark(LINE["other"])
    assert str(refused.value) == (
        f"{LINE['wheel']} is for Spark {_line.SPARK}, but this is Spark {LINE['other']}:"
        f" install {LINE['other wheel']} instead, or pyspark {_line.SPARK}."
    )
    with pytest.raises(InvalidInputError, match=f"but this is Spark 2.4.1: install pyspark {_line.SPARK}."):
        _jvm.check_spark("2.4.1")


def test_a_java_that_does_not_fit_is_named_before_spark_starts(monkeypatch, tmp_path):
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho '    java.specification.version = 26' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(InvalidInputError) as refused:
        _jvm.check_java()
    assert str(refused.value) == (
        f"Java 26 cannot run jointae and Spark {_line.SPARK}, which need {LINE['java']}: set JAVA_HOME to a {LINE['jdk']}."
    )
    java.unlink()
    with pytest.raises(InvalidInputError, match=f"^There is no Java on this machine: install a {LINE['jdk']} or set JAVA"):
        _jvm.check_java()


def test_a_session_without_the_jar_is_refused_with_the_remedy():
    program = """
from pyspark.sql import SparkSession
import jointae
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
for call in (jointae.session, lambda: jointae.StackedAutoencoder(inputCol="pixels"), lambda: jointae.run("datasets")):
    try:
        call()
    except jointae.InvalidInputError as refused:
        print(refused)
spark.stop()
try:
    jointae.run("datasets")
except jointae.InvalidInputError as refused:
    print(refused)
"""
    shown = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=True).stdout
    *without_jar, without_session = shown.strip().splitlines()
    assert without_jar == [
        "The running Spark session does not have the jar of jointae: stop it and start one with jointae.session(), or add"
        " jointae.jar_path() to spark.jars before it starts."
    ] * 3
    assert without_session == "There is no Spark session: start one with jointae.session()."
