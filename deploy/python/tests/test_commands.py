"""The functions that prepare data, train, evaluate and score, on tables and on paths."""

import os

import numpy
import pytest

import jointae
from jointae import InvalidInputError, StackedAutoencoderModel, _commands


@pytest.fixture(scope="module")
def model(data, small, tmp_path_factory):
    """The folder of a model."""
    folder = str(tmp_path_factory.mktemp("models") / "dae2j")
    jointae.train(data, folder, quiet=True, **small)
    return folder


def test_training_on_a_path_shows_its_progress_and_returns_the_model(data, small, tmp_path, capfd):
    trained = jointae.train(data, str(tmp_path / "model"), **small)
    assert "epoch 3 of 3" in capfd.readouterr().err
    assert isinstance(trained, StackedAutoencoderModel)
    assert trained.card["data"]["train"] == 200
    assert os.path.exists(tmp_path / "model" / "network.zip")


def test_the_same_rows_give_the_same_codes_as_a_table_and_as_a_path(data, model, images, tmp_path):
    written = jointae.score(model, data + "/split=train", str(tmp_path / "features"), quiet=True)
    codes = {row.id: row.features for row in jointae.score(model, images).collect()}
    assert len(codes) == 200
    rows = written.collect()
    assert len(rows) == 200
    for row in rows:
        numpy.testing.assert_array_equal(row.features, codes[row.id])
    kept = jointae.score(StackedAutoencoderModel.fromDirectory(model), images, str(tmp_path / "kept"), layer=1)
    assert [len(row.features) for row in kept.head(2)] == [20, 20]


def test_training_on_a_table_writes_a_model_that_commands_take(data, images, small, tmp_path):
    folder = str(tmp_path / "model")
    trained = jointae.train(images, folder, **small)
    again = StackedAutoencoderModel.fromDirectory(folder).setInputCol("pixels")
    assert again.transform(images).head(3) == trained.transform(images).head(3)
    measured = jointae.evaluate(folder, data, "reconstruct", quiet=True)
    assert {row["split"] for row in measured} == {"train", "valid", "test"}
    with pytest.raises(InvalidInputError, match="exists: choose another path or set overwrite"):
        jointae.train(images, folder, **small)


def test_an_svm_measures_a_model_on_a_path_and_on_a_table(data, model, images):
    [error] = [row for row in jointae.evaluate(model, data, quiet=True, svmC=0.1) if row["split"] == "test"]
    assert error["metric"] == "svm-error-percent"
    assert 0 <= error["value"] <= 100
    rows = jointae.evaluate(StackedAutoencoderModel.fromDirectory(model), images, "svm", quiet=True, svmC=[0.1, 1])
    assert {row["metric"] for row in rows} == {"svm-error-percent"}


def test_a_table_becomes_a_dataset_and_leaves_no_copy(images, tmp_path):
    folder = jointae.prepare(images, str(tmp_path), name="mine", labelCol="label", valid=0.1, test=0.2, quiet=True)
    assert sorted(os.listdir(tmp_path)) == ["mine"]
    assert os.path.basename(folder) == "mine"
    with pytest.raises(InvalidInputError, match="^name is missing"):
        jointae.prepare(images, str(tmp_path))


def test_an_invalid_option_is_the_sentence_of_the_command_line_with_the_name_of_the_argument(data, tmp_path):
    with pytest.raises(InvalidInputError) as refused:
        jointae.train(data, str(tmp_path / "model"), learningRate=-1)
    assert str(refused.value) == "learningRate -1 is invalid: it must be a number greater than 0."
    with pytest.raises(InvalidInputError, match="learningRates"):
        jointae.train(data, str(tmp_path / "model"), learningRates=1)
    with pytest.raises(InvalidInputError, match="^model is missing"):
        jointae.train(data)
    assert os.listdir(tmp_path) == []


def test_a_complete_run_has_nothing_to_do(data, model, small):
    assert jointae.train(data, model, resume=True, quiet=True, **small).card["name"] == "DAE-2J"


def test_a_failure_that_is_not_invalid_input_is_a_command_error_with_the_output(data, model, tmp_path):
    # A file lies where the command creates a folder.
    (tmp_path / "file").write_text("")
    with pytest.raises(jointae.CommandError, match="The command reconstruct failed"):
        jointae.evaluate(model, data, "reconstruct", quiet=True, out=str(tmp_path / "file" / "results"))


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("learningRate", 0.01, ["--learning-rate=0.01"]),
        ("learning_rate", 0.01, ["--learning-rate=0.01"]),
        ("trainingBatchSize", 10, ["--batch-size=10"]),
        ("hidden", [20, 10], ["--hidden=20,10"]),
        ("svmC", [0.1, 1], ["--svm-c=0.1", "--svm-c=1"]),
        ("overwrite", True, ["--overwrite"]),
        ("overwrite", False, []),
        ("tied", False, ["--untied"]),
        ("tied", True, []),
        ("workers", None, []),
    ],
)
def test_arguments_become_options(name, value, words):
    assert _commands._words(name, value) == words
