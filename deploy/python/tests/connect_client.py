"""A client of Spark Connect that uses the stages. test_connect.py starts it with the address of a server."""

import json
import sys

from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import LogisticRegression
from pyspark.sql import SparkSession, functions

import jointae
from jointae import InvalidInputError, StackedAutoencoder, StackedAutoencoderModel

folder = sys.argv[1]
spark = SparkSession.builder.getOrCreate()
assert not hasattr(spark, "_jvm")
values = functions.array(*[functions.rand(seed) for seed in range(16)]).cast("array<float>")
images = spark.range(200).select("id", values.alias("pixels"), (functions.col("id") % 2).alias("label")).cache()


def stage(**changed):
    settings = {"inputCol": "pixels", "hidden": [8, 4], "noise": 0.1, "epochs": 3, "trainingBatchSize": 20}
    return StackedAutoencoder(**{**settings, **changed})


def features(model):
    return [row.features for row in model.transform(images).orderBy("id").select("features").collect()]


def refusal(action):
    try:
        action()
    except InvalidInputError as refused:
        return str(refused)
    raise AssertionError("nothing was refused")


# Training, encoding, saving and loading happen in the server, also for stages inside pipelines.
model = stage().fit(images)
codes = features(model)
assert type(model) is StackedAutoencoderModel
assert len(codes) == 200 and {len(code) for code in codes} == {4} and len(set(map(tuple, codes))) > 100
assert features(stage().fit(images)) == codes
assert features(stage(seed=2).fit(images)) != codes
assert len(model.copy().setLayer(1).transform(images).head().features) == 8

model.write().overwrite().save(folder + "/model")
again = StackedAutoencoderModel.load(folder + "/model")
assert features(again) == codes
assert again.uid == model.uid
with open(folder + "/model/data/model.json", encoding="utf-8") as card:
    assert json.load(card)["options"]["hidden"] == "8,4"
stage(epochs=7).save(folder + "/estimator")
assert StackedAutoencoder.load(folder + "/estimator").getEpochs() == 7

pipeline = Pipeline(stages=[stage(outputType="vector"), LogisticRegression(maxIter=3)])
trained = pipeline.fit(images)
predictions = trained.transform(images).orderBy("id").select("prediction").collect()
trained.write().overwrite().save(folder + "/pipeline")
loaded = PipelineModel.load(folder + "/pipeline")
assert type(loaded.stages[0]) is StackedAutoencoderModel
assert loaded.transform(images).orderBy("id").select("prediction").collect() == predictions

# The client knows the defaults.
assert (stage().getScheme(), stage().getLearningRate(), model.getOutputCol()) == ("J", 0.001, "features")
assert "Selects the training scheme" in stage().explainParams()

# Invalid input is the sentence of the server, without its stack trace.
assert refusal(lambda: stage(noise=-1).fit(images)) == "noise -1 is invalid: it must be a number of 0 or more."
assert refusal(lambda: stage(inputCol="x").fit(images)).startswith("inputCol x does not exist: ")
assert refusal(lambda: model.copy().setLayer(3).transform(images)).startswith("layer 3 does not exist: ")
assert refusal(lambda: StackedAutoencoder.load(folder + "/model")).count("\n") == 0
unknown = stage()
unknown._java_obj = "io.jointae.ml.Unknown"
assert refusal(lambda: unknown.fit(images)).startswith("The server of Spark Connect does not have the jar of jointae: ")

# What needs a session in this process says so.
for call in (
    lambda: model.history,
    lambda: model.saveModel(folder + "/card"),
    lambda: StackedAutoencoderModel.fromDirectory(folder + "/model/data"),
    lambda: jointae.run("datasets"),
    lambda: jointae.train(images, folder + "/trained"),
    lambda: jointae.prepare(images, folder, name="table"),
):
    assert " cannot be used through Spark Connect: use the stages' fit, transform, save and load" in refusal(call)
assert [row.features for row in jointae.score(model, images).orderBy("id").collect()] == codes
assert jointae.session() is spark
