"""What `export` writes, read by the libraries that its users have."""

import importlib.util
import os
import pathlib

import numpy
import pytest
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


@pytest.fixture(scope="module", params=["logistic,tanh", "relu,elu", "softplus,softsign"])
def exported(request, images, tmp_path_factory):
    """The folder of the files of a model without tied weights, its rows, and the codes by the stage."""
    folder = tmp_path_factory.mktemp("exported")
    model = jointae.train(
        images,
        str(folder / "model"),
        layers=2,
        hidden=[20, 10],
        activation=request.param,
        loss="squared-error",
        outputActivation="identity",
        tied=False,
        scaling="standardize",
        keepConstant=True,
        epochs=2,
        trainingBatchSize=50,
    )
    jointae.run("export", model=str(folder / "model"), out=str(folder / "files"), format="safetensors", quiet=True)
    rows = model.transform(images).select("pixels", "features").collect()
    pixels = numpy.array([row.pixels for row in rows], dtype=numpy.float32)
    codes = numpy.array([row.features for row in rows], dtype=numpy.float32)
    return folder / "files", pixels, codes


def step(file, name, x):
    weights, bias = file.get_tensor(name + ".weight"), file.get_tensor(name + ".bias")
    return ACTIVATIONS[file.metadata()[name]](x @ weights.T + bias)


def test_numpy_computes_the_codes_from_the_safetensors_file(exported):
    folder, pixels, codes = exported
    with safe_open(str(folder / "autoencoder.safetensors"), "np") as file:
        assert file.metadata()["scaling"] == "standardize"
        offset, spread = file.get_tensor("scaling.offset"), file.get_tensor("scaling.spread")
        inputs = numpy.divide(pixels - offset, spread, out=numpy.zeros_like(pixels), where=spread > 0)
        computed = step(file, "encoder.1", step(file, "encoder.0", inputs))
        reconstructed = step(file, "decoder.0", step(file, "decoder.1", computed))
    numpy.testing.assert_allclose(computed, codes, rtol=1e-5, atol=1e-5)
    assert reconstructed.shape == pixels.shape
    assert os.path.getsize(folder / "model-card.md") > 1000


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
def test_the_documented_module_computes_the_codes_in_pytorch(exported):
    import torch

    folder, pixels, codes = exported
    spec = importlib.util.spec_from_file_location("pytorch_module", DOCS / "pytorch_module.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.StackedAutoencoder(str(folder / "autoencoder.safetensors"))
    with safe_open(str(folder / "autoencoder.safetensors"), "np") as file:
        reconstructions = step(file, "decoder.0", step(file, "decoder.1", codes))
        reconstructions = reconstructions * file.get_tensor("scaling.spread") + file.get_tensor("scaling.offset")
    with torch.no_grad():
        rows = torch.from_numpy(pixels)
        numpy.testing.assert_allclose(model.encode(rows).numpy(), codes, rtol=1e-5, atol=1e-5)
        numpy.testing.assert_allclose(model(rows).numpy(), reconstructions, rtol=1e-5, atol=1e-5)
