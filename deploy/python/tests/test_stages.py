"""The stages of pipelines: typed parameters, training, saving, and errors."""

import pathlib
import urllib.request

import pytest
from pyspark.errors import IllegalArgumentException
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import LogisticRegression
from pyspark.sql import functions

import jointae
from jointae import InvalidInputError, StackedAutoencoder, StackedAutoencoderModel, StackedClassifierModel


def stage(**values):
    settings = {"inputCol": "pixels", "hidden": "20,10", "noise": 0.1, "epochs": 3, "trainingBatchSize": 20}
    return StackedAutoencoder(**{**settings, **values})


@pytest.fixture(scope="module")
def model(images):
    return stage().fit(images)


def test_a_pipeline_is_trained_saved_and_loaded_with_the_same_predictions(images, tmp_path):
    pipeline = Pipeline(stages=[stage(outputType="vector"), LogisticRegression(maxIter=5)])
    pipeline.save(str(tmp_path / "untrained"))
    [first, _] = Pipeline.load(str(tmp_path / "untrained")).getStages()
    assert type(first) is StackedAutoencoder
    assert first.getHidden() == "20,10"
    trained = pipeline.fit(images)
    trained.save(str(tmp_path / "trained"))
    loaded = PipelineModel.load(str(tmp_path / "trained"))
    assert type(loaded.stages[0]) is StackedAutoencoderModel
    predictions = [row.probability for row in loaded.transform(images).select("probability").collect()]
    assert predictions == [row.probability for row in trained.transform(images).select("probability").collect()]
    assert len(set(predictions)) > 1


def test_parameters_have_types_defaults_and_documentation(spark):
    stack = StackedAutoencoder(layers=3, hidden=[30, 20, 10], learningRate=1, tied=False).setNoise(0.25).setEpochs(7)
    assert (stack.getLayers(), stack.getHidden(), stack.getNoise()) == (3, "30,20,10", "0.25")
    assert (stack.getLearningRate(), stack.getTied(), stack.getEpochs()) == (1.0, False, 7)
    assert (stack.getScheme(), stack.getOutputCol()) == ("J", "features")
    assert "Selects the training scheme" in stack.explainParams()
    with pytest.raises(TypeError):
        stack.setLayers("three")


def test_the_typed_parameters_are_those_of_the_java_stage(spark):
    import generate_params

    java = getattr(spark._jvm, "io").jointae.ml.StackedAutoencoder()
    written = pathlib.Path(jointae._params.__file__).read_text(encoding="utf-8")
    assert written == generate_params.text(java), (
        "_params.py is out of date: deploy/python/generate_params.py says how to write it again."
    )


def test_a_model_knows_its_provenance_and_the_history_of_its_training(model):
    assert model.card["options"]["hidden"] == "20,10"
    assert [epoch["epoch"] for epoch in model.history] == [1, 2, 3]
    assert model.history[-1]["cost"] < model.history[0]["cost"]


def test_the_tab_training_of_sparks_pages_shows_what_fit_trained(spark, model):
    spark._jsc.sc().listenerBus().waitUntilEmpty()
    with urllib.request.urlopen(spark.sparkContext.uiWebUrl + "/training/") as answer:
        page = answer.read().decode()
    assert f"<td>{model.uid}</td><td>finished</td><td>3 of 3</td>" in page
    ranks = [f"{layer['effectiveRank']:.2f}" for layer in model.card["codes"]["layers"]]
    assert len(ranks) == 2 and f"<td>{', '.join(ranks)}</td>" in page


def test_the_code_of_each_layer_can_be_the_output(model, images):
    for layer, width in ((0, 10), (1, 20), (2, 10)):
        codes = model.copy().setLayer(layer).setOutputCol("codes").transform(images.limit(3))
        assert [len(row.codes) for row in codes.select("codes").collect()] == [width] * 3


def test_values_of_any_range_are_scaled_by_the_model(images):
    wide = images.withColumn("pixels", functions.expr("transform(pixels, x -> 1000 * x - 500)"))
    with pytest.raises(InvalidInputError, match="column pixels"):
        stage().fit(wide)
    scaled = stage(scaling="minmax", keepConstant=True).fit(wide)
    assert scaled.card["data"]["scaling"]["kind"] == "minmax"
    assert len(scaled.transform(wide).head().features) == 10


def test_a_fine_tuned_classifier_is_a_stage(data, model, images, tmp_path):
    model.saveModel(str(tmp_path / "model"))
    jointae.run(
        "finetune",
        model=str(tmp_path / "model"),
        data=data,
        out=str(tmp_path / "tuned"),
        epochs=2,
        learningRate=0.1,
        quiet=True,
    )
    classifier = StackedClassifierModel.fromDirectory(str(tmp_path / "tuned" / "classifier-1")).setInputCol("pixels")
    classified = classifier.transform(images)
    assert {row.prediction for row in classified.collect()} <= {0.0, 1.0}
    assert classifier.numClasses == 2
    classifier.save(str(tmp_path / "stage"))
    again = StackedClassifierModel.load(str(tmp_path / "stage"))
    assert again.transform(images).head(3) == classified.head(3)


def test_a_saved_stage_can_be_loaded_by_its_own_class(model, images, tmp_path):
    model.save(str(tmp_path / "stage"))
    again = StackedAutoencoderModel.load(str(tmp_path / "stage"))
    assert again.uid == model.uid
    assert again.transform(images).head(3) == model.transform(images).head(3)
    with pytest.raises(InvalidInputError, match="holds a stage of class io.jointae.ml.StackedAutoencoderModel"):
        StackedAutoencoder.load(str(tmp_path / "stage"))


@pytest.mark.parametrize(
    "values, sentence",
    [
        ({"noise": -1}, "noise -1 is invalid: it must be a number of 0 or more."),
        ({"hidden": [3, 4, 5]}, "hidden has 3 values for 2 layers"),
        ({"trainingBatchSize": 0}, "trainingBatchSize 0 is invalid: it must be a whole number of 1 or more."),
        ({"inputCol": "label"}, "inputCol label is "),
    ],
)
def test_an_invalid_parameter_is_the_sentence_of_the_java_api(images, values, sentence):
    with pytest.raises(InvalidInputError) as refused:
        stage(**values).fit(images)
    assert str(refused.value).startswith(sentence)
    assert "\n" not in str(refused.value)
    assert isinstance(refused.value, ValueError)
    assert isinstance(refused.value, IllegalArgumentException)


def test_an_unknown_parameter_is_refused_with_the_known_ones(spark):
    with pytest.raises(InvalidInputError, match="^epoch is not a parameter of StackedAutoencoder: choose one of .*epochs"):
        stage(epoch=3)


def test_an_invalid_row_is_named_with_its_remedy(images):
    last = images.agg(functions.max("id")).head()[0]
    rows = images.withColumn("pixels", functions.expr(f"if(id = {last}, slice(pixels, 1, 5), pixels)"))
    with pytest.raises(InvalidInputError, match="^column pixels: row .* has 5 values, not 784: correct the row"):
        stage().fit(rows.coalesce(1))
