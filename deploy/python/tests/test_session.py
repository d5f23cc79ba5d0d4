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


def test_a_wheel_for_another_line_of_spark_names_the_one_to_take():
    with pytest.raises(InvalidInputError) as refused:
        _jvm.check_spark("4.0.1")
    assert str(refused.value) == (
        "jointae-spark3 is for Spark 3.5, but this is Spark 4.0.1: install jointae-spark4 instead, or pyspark 3.5."
    )
    with pytest.raises(InvalidInputError, match="but this is Spark 3.4.1: install pyspark 3.5."):
        _jvm.check_spark("3.4.1")


def test_a_java_that_does_not_fit_is_named_before_spark_starts(monkeypatch, tmp_path):
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho '    java.specification.version = 25' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(InvalidInputError, match="^Java 25 cannot run jointae and Spark 3.5, which need Java 17: set"):
        _jvm.check_java()
    java.unlink()
    with pytest.raises(InvalidInputError, match="^There is no Java on this machine: install a JDK 17 or set JAVA_HOME"):
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
