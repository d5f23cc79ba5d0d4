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
        # A model of values of any range has one offset and one spread per value.
        self.offset, self.spread = tensors.pop("scaling.offset", None), tensors.pop("scaling.spread", None)
        for part in ("encoder", "decoder"):
            weights = [tensors[f"{part}.{i}.weight"] for i in range(len(tensors) // 4)]
            setattr(self, part, torch.nn.ModuleList(torch.nn.Linear(*w.T.shape) for w in weights))
        self.load_state_dict(tensors)

    def scale(self, x):
        if self.offset is None:
            return x
        x = (torch.log1p(x) if self.facts["scaling"] == "log" else x) - self.offset
        x = torch.where(self.spread == 0, 0, x / self.spread)
        return x.clamp(float(self.facts["scaling.least"]), float(self.facts["scaling.largest"]))

    def restore(self, x):
        if self.offset is None:
            return x
        x = x * self.spread + self.offset
        return torch.expm1(x) if self.facts["scaling"] == "log" else x

    def encode(self, x):
        x = self.scale(x)
        for i, layer in enumerate(self.encoder):
            x = ACTIVATIONS[self.facts[f"encoder.{i}"]](layer(x))
        return x

    def decode(self, code):
        for i in reversed(range(len(self.decoder))):
            code = ACTIVATIONS[self.facts[f"decoder.{i}"]](self.decoder[i](code))
        return self.restore(code)

    def forward(self, x):
        return self.decode(self.encode(x))
