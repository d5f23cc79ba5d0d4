"""Loads what `export --format safetensors` writes as a PyTorch module. It needs the packages torch and safetensors."""

import torch
from safetensors import safe_open
from torch.nn import functional

ACTIVATIONS = {"logistic": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "elu": functional.elu,
               "softplus": functional.softplus, "softsign": functional.softsign, "identity": lambda z: z}


class StackedAutoencoder(torch.nn.Module):
    """The auto-encoder of the file autoencoder.safetensors: `model(rows)` reconstructs rows `[rows, inputs]`."""

    def __init__(self, path):
        super().__init__()
        with safe_open(path, "pt") as file:
            self.facts, tensors = file.metadata(), {name: file.get_tensor(name) for name in file.keys()}
        for part in ("encoder", "decoder"):
            weights = [tensors[f"{part}.{i}.weight"] for i in range(len(tensors) // 4)]
            setattr(self, part, torch.nn.ModuleList(torch.nn.Linear(*w.T.shape) for w in weights))
        self.load_state_dict(tensors)

    def encode(self, x):
        for i, layer in enumerate(self.encoder):
            x = ACTIVATIONS[self.facts[f"encoder.{i}"]](layer(x))
        return x

    def decode(self, code):
        for i in reversed(range(len(self.decoder))):
            code = ACTIVATIONS[self.facts[f"decoder.{i}"]](self.decoder[i](code))
        return code

    def forward(self, x):
        return self.decode(self.encode(x))
