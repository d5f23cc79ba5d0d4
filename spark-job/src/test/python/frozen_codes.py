#!/usr/bin/env python3
"""Compares probe, neighbors, rank and anomaly with scikit-learn on the same codes.

    deploy/submit score --model M --input DATA --column pixels --reconstruction-error --output codes
    for command in probe neighbors rank; do deploy/submit $command --model M --data DATA --out results; done
    deploy/submit anomaly --model M --data DATA --anomalous-labels 1 --out results
    python3 frozen_codes.py codes results

It needs numpy, pyarrow and scikit-learn, prints one line per measurement, and ends with status 1 if one differs. Errors of
classifiers may differ by a few rows, because codes and products are in single precision and ties may fall either way.
"""

import json
import pathlib
import sys

import numpy
import pyarrow.dataset
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.neighbors import KNeighborsClassifier

BINS = 4096
GOLDEN = numpy.uint64(0x9E3779B97F4A7C15)
# Rows of the test split by which the errors of classifiers may differ.
MOST_ROWS = 5


def mix(z):
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return z ^ (z >> numpy.uint64(31))


def string_hash(text):
    value = 0
    for character in text:
        value = (31 * value + ord(character)) & 0xFFFFFFFF
    return numpy.uint64(value if value < 1 << 31 else (value - (1 << 32)) & 0xFFFFFFFFFFFFFFFF)


def labeled(ids, labels, percent, seed):
    """Returns which rows LabeledSubset keeps."""
    if percent == 100:
        return numpy.ones(len(ids), bool)
    key = mix(mix(numpy.array([seed], "uint64")) ^ mix(string_hash("labels") + GOLDEN))
    words = mix(key + (ids.astype("uint64") + numpy.uint64(1)) * GOLDEN)
    bins = ((words >> numpy.uint64(11)).astype(float) * 2.0**-53 * BINS).astype(int)
    kept = numpy.zeros(len(ids), bool)
    for label in numpy.unique(labels):
        own = labels == label
        counts = numpy.cumsum(numpy.bincount(bins[own], minlength=BINS))
        wanted = max(1, int(own.sum() * percent / 100 + 0.5))
        kept |= own & (bins <= numpy.searchsorted(counts, wanted))
    return kept


class Codes:
    """The table that score wrote, by split, sorted by id."""

    def __init__(self, folder):
        table = pyarrow.dataset.dataset(folder, partitioning="hive", exclude_invalid_files=True).to_table()
        self.columns = {
            name: numpy.array(table[name].to_pylist()) for name in ("id", "label", "split", "reconstruction_error")
        }
        width = len(table["features"][0].as_py())
        flat = table["features"].combine_chunks()
        self.values = numpy.asarray(flat.flatten()).reshape(-1, width).astype(float)

    def split(self, name):
        rows = numpy.flatnonzero(self.columns["split"] == name)
        rows = rows[numpy.argsort(self.columns["id"][rows])]
        return {
            "x": self.values[rows],
            "y": self.columns["label"][rows],
            "id": self.columns["id"][rows],
            "cost": self.columns["reconstruction_error"][rows],
        }


def effective_rank(x):
    values = numpy.linalg.svd(x, compute_uv=False)
    p = values / values.sum()
    p = p[p > 0]
    return float(numpy.exp(-(p * numpy.log(p)).sum()))


def classifier(row):
    chosen = row["hyperparameters"]
    if row["metric"].startswith("probe"):
        # scikit-learn minimizes the same objective; on centered codes its solver needs far fewer iterations.
        return LogisticRegression(C=float(chosen["probe-c"]), tol=1e-6, max_iter=10000)
    return KNeighborsClassifier(n_neighbors=int(chosen["neighbors-k"]), algorithm="brute")


def expected(row, codes):
    """Returns what scikit-learn measures for a row, and by how much ours may differ."""
    metric = row["metric"]
    part = codes.split(row["split"])
    if metric.startswith(("probe-error", "neighbors-error")):
        train = codes.split("train")
        kept = labeled(
            train["id"], train["y"], float(row["hyperparameters"]["labels-percent"]),
            int(row["hyperparameters"]["labels-seed"]))
        mean = train["x"].mean(axis=0)
        fitted = classifier(row).fit(train["x"][kept] - mean, train["y"][kept])
        wrong = (fitted.predict(part["x"] - mean) != part["y"]).sum()
        return 100 * wrong / len(part["y"]), 100 * MOST_ROWS / len(part["y"])
    if metric.startswith("effective-rank"):
        return effective_rank(part["x"] - part["x"].mean(axis=0)), 0.01
    if metric.startswith("rankme"):
        return effective_rank(part["x"]), 0.01
    if metric.startswith("code-variance"):
        return part["x"].var(axis=0).mean(), 1e-6
    anomalous = numpy.isin(part["y"], [int(x) for x in row["hyperparameters"]["anomalous-labels"].split(",")])
    measure = roc_auc_score if metric == "anomaly-auroc" else average_precision_score
    return measure(anomalous, part["cost"]), 1e-5


def main(codes_folder, results_folder):
    codes = Codes(codes_folder)
    width = codes.values.shape[1]
    failures = 0
    for file in sorted(pathlib.Path(results_folder).glob("*.jsonl")):
        for line in file.read_text().splitlines():
            row = json.loads(line)
            metric = row["metric"]
            if "-layer-" in metric and int(metric.rsplit("-", 1)[1]) != row["layers"]:
                continue  # The table has the codes of the top layer.
            value, tolerance = expected(row, codes)
            same = abs(value - row["value"]) <= tolerance
            failures += not same
            print(f"{metric:45} {row['split']:6} ours {row['value']:10.5f}  scikit-learn {value:10.5f}"
                  f"  {'agrees' if same else 'DIFFERS'}", flush=True)
    print(f"{width} units; {failures} measurements differ")
    return 1 if failures else 0


if __name__ == "__main__":
    numpy.seterr(over="ignore")
    sys.exit(main(*sys.argv[1:3]))
