"""One Spark session and one small dataset for all tests."""

import pytest

import jointae


@pytest.fixture(scope="session")
def spark():
    session = jointae.session("local[2]", memory="1500m")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def data(spark, tmp_path_factory):
    """The folder of a small rectangles dataset."""
    return jointae.prepare("rectangles", out=str(tmp_path_factory.mktemp("data")), counts=[200, 60, 100], quiet=True)


@pytest.fixture(scope="session")
def images(spark, data):
    return spark.read.parquet(data + "/split=train")


@pytest.fixture(scope="session")
def small():
    """Options of a network that trains in moments."""
    return {"layers": 2, "hidden": [20, 10], "noise": 0.1, "epochs": 3, "trainingBatchSize": 20, "learningRate": 0.01}
