"""What `export` writes, read by the libraries that its users have."""

import importlib.util
import os
import pathlib

import numpy
import pytest
from pyspark import SparkContext
from safetensors import safe_open

import jointae

DOCS = pathlib.Path(__file__).resolve().parents[3] / "docs"

ACTIVATIONS = {
    "logistic": lambda z: 1 / (1 + numpy.exp(-z)),
    "tanh": numpy.tanh,
    "relu": lambda z: numpy.maximum(z, 0),
    "elu": lambda z: numpy.where(z > 0, z, numpy.expm1(numpy.minimum(z, 0))),
    "softplus": lambda z: numpy.logaddexp(z, 0),
    "softsign": lambda z: z / (1 + numpy.abs(z)),
    "identity": lambda z: z,
}


# Together these have every kind of layer, every activation function, every scaling, and weights that are tied or not.
MODELS = [
    {"kind": "dae,ae", "activation": "logistic,tanh", "tied": False, "scaling": "standardize"},
    {"kind": "ae,dae", "activation": "relu,elu", "tied": True, "scaling": "minmax"},
    {"kind": "cae,dae", "activation": "softplus,softsign", "tied": False, "scaling": "log"},
    {"kind": "dae,cae", "activation": "identity,logistic", "tied": True, "loss": "cross-entropy"},
]
SCALED = {"loss": "squared-error", "outputActivation": "identity", "keepConstant": True}


@pytest.fixture(scope="module", params=MODELS, ids=lambda options: options["activation"])
def exported(request, images, tmp_path_factory):
    """The folder of the files of a model, its rows, and the codes of each layer by the stage."""
    folder = tmp_path_factory.mktemp("exported")
    options = {**(SCALED if "scaling" in request.param else {}), **request.param}
    model = jointae.train(
        images, str(folder / "model"), layers=2, hidden=[20, 10], epochs=2, trainingBatchSize=50, noise=0.2, **options
    )
    jointae.run("export", model=str(folder / "model"), out=str(folder / "files"), format="safetensors", quiet=True)
    for layer in (1, 2):
        images = model.setLayer(layer).setOutputCol(f"code{layer}").transform(images)
    rows = images.orderBy("id").collect()
    pixels, *codes = (
        numpy.array([row[column] for row in rows], dtype=numpy.float32) for column in ("pixels", "code1", "code2")
    )
    return folder / "files", pixels, codes, reconstructions(model, rows[:20])


def reconstructions(model, rows):
    """The reconstructions of rows by jointae itself, in the units of the data."""
    gateway = SparkContext._active_spark_context._gateway
    trained = model._java_obj.trained()
    scaling = trained.card().scaling()
    inputs = len(rows[0].pixels)
    forward = getattr(gateway.jvm, "io").jointae.stack.compute.ForwardPass(trained.model(), len(rows))
    values = gateway.new_array(gateway.jvm.float, len(rows) * inputs)
    for i, value in enumerate(value for row in rows for value in row.pixels):
        values[i] = value
    scaling.apply(values, len(rows))
    reconstructed = gateway.new_array(gateway.jvm.float, len(rows) * inputs)
    forward.reconstruct(values, len(rows), 2, reconstructed)
    scaling.undo(reconstructed, len(rows))
    return numpy.array(list(reconstructed), dtype=numpy.float32).reshape(len(rows), inputs)

def step(file, name, x):
    weights, bias = file.get_tensor(name + ".weight"), file.get_tensor(name + ".bias")
    return ACTIVATIONS[file.metadata()[name]](x @ weights.T + bias)


def scaled(file, pixels):
    if "scaling.offset" not in file.keys():
        return pixels
    values = numpy.log1p(pixels) if file.metadata()["scaling"] == "log" else pixels
    offset, spread = file.get_tensor("scaling.offset"), file.get_tensor("scaling.spread")
    values = numpy.divide(values - offset, spread, out=numpy.zeros_like(values), where=spread > 0)
    return values.clip(float(file.metadata()["scaling.least"]), float(file.metadata()["scaling.largest"]))


def assert_equal(computed, expected):
    """Compares to 1e-5, absolute for values below 1 and relative above, and returns the largest difference."""
    assert computed.shape == expected.shape
    difference = numpy.max(numpy.abs(computed - expected) / numpy.maximum(1, numpy.abs(expected)))
    assert difference < 1e-5
    return difference


def test_numpy_computes_the_codes_from_the_safetensors_file(exported):
    folder, pixels, codes, _ = exported
    with safe_open(str(folder / "autoencoder.safetensors"), "np") as file:
        lower = step(file, "encoder.0", scaled(file, pixels))
        computed = step(file, "encoder.1", lower)
        reconstructed = step(file, "decoder.0", step(file, "decoder.1", computed))
    assert_equal(lower, codes[0])
    assert_equal(computed, codes[1])
    assert reconstructed.shape == pixels.shape
    assert os.path.getsize(folder / "model-card.md") > 1000


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
def test_the_documented_module_computes_the_numbers_of_jointae_in_pytorch(exported, capsys):
    import torch

    folder, pixels, codes, reconstructed = exported
    spec = importlib.util.spec_from_file_location("pytorch_module", DOCS / "pytorch_module.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.StackedAutoencoder(str(folder / "autoencoder.safetensors"))
    with torch.no_grad():
        rows = torch.from_numpy(pixels)
        lower = module.ACTIVATIONS[model.facts["encoder.0"]](model.encoder[0](model.scale(rows)))
        differences = [
            assert_equal(lower.numpy(), codes[0]),
            assert_equal(model.encode(rows).numpy(), codes[1]),
            assert_equal(model(rows[: len(reconstructed)]).numpy(), reconstructed),
        ]
    with capsys.disabled():
        shown = ", ".join(f"{difference:.1e}" for difference in differences)
        print(f"\nPyTorch {torch.__version__}: largest differences of layer 1, layer 2, reconstructions: {shown}")
