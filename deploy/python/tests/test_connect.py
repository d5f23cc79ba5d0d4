"""The stages through Spark Connect: a server of the installed distribution, and a client that has no Spark of its own."""

import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time
import urllib.request

import pyspark
import pytest

import jointae
from jointae import _line

if _line.SPARK == "3.5":
    pytest.skip("Spark 3.5 knows no ML stages of other libraries in Spark Connect", allow_module_level=True)
if os.environ.get("CI") != "true":
    pytest.importorskip("grpc", reason="the client of Spark Connect is not installed: install pyspark[connect]")

SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"

PROGRAM = pathlib.Path(__file__).with_name("connect_client.py")


@pytest.fixture(scope="module")
def server():
    """The addresses of a server with two cores, which has the jar and no other setting, and of its pages."""
    home = os.path.dirname(pyspark.__file__)
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": "0",
        "spark.ui.port": "0",
    }
    command = [home + "/bin/spark-submit", "--master", "local[2]", "--class", SERVER, "--jars", jointae.jar_path()]
    for key, value in settings.items():
        command += ["--conf", f"{key}={value}"]
    environment = {**os.environ, "SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [*command, "spark-internal"], env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    try:
        yield _addresses(process)
    finally:
        process.terminate()
        process.wait()


def _addresses(process):
    """Waits until the server says where it listens, and reads its further log, so that it never waits for a reader."""
    log = []
    pages = None
    for line in process.stderr:
        log.append(line)
        bound = re.search(r"Successfully started service 'SparkUI' on port (\d+)", line)
        pages = f"http://127.0.0.1:{bound.group(1)}" if bound else pages
        started = re.search(r"Spark Connect server started at: (\S+)", line)
        if started:
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return "sc://" + started.group(1), pages
    raise AssertionError("the server did not start:\n" + "".join(log[-40:]))


def test_a_client_trains_encodes_saves_and_loads_on_the_server(server, tmp_path):
    address, pages = server
    environment = {**os.environ, "SPARK_REMOTE": address}
    # Without Java the client can start no Spark of its own.
    environment["JAVA_HOME"] = str(tmp_path / "no-java")
    subprocess.run([sys.executable, str(PROGRAM), str(tmp_path)], env=environment, check=True)

    # The pages of the server show the runs of its clients.
    [metadata] = (tmp_path / "model" / "metadata").glob("part-*")
    uid = json.loads(metadata.read_text(encoding="utf-8"))["uid"]
    expected = f"<td>{uid}</td><td>finished</td><td>3 of 3</td>"
    deadline = time.monotonic() + 30
    page = ""
    while expected not in page and time.monotonic() < deadline:
        time.sleep(0.1)
        with urllib.request.urlopen(pages + "/training/") as answer:
            page = answer.read().decode()
    assert expected in page
