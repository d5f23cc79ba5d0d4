"""Measures one joint training step of DAE-2 (784-1000-1000, batch 100, tied weights, RMSProp) in PyTorch on the CPU.

The program does the same arithmetic as `deploy/submit bench step-dae2`, on one thread. Alternate both on a machine that
runs nothing else, and compare the medians:

    OMP_NUM_THREADS=1 python3 spark-job/src/bench/pytorch_step.py

With `--bfloat16`, the forward pass and its gradient run under PyTorch's automatic mixed precision, which multiplies in
bfloat16 as `deploy/submit bench step-dae2-bfloat16` does; parameters, loss and optimizer stay in single precision.
"""

import argparse
import statistics
import time

import torch

parser = argparse.ArgumentParser(description="Measures one training step of DAE-2 in PyTorch.")
parser.add_argument("--bfloat16", action="store_true", help="multiplies in bfloat16 by automatic mixed precision")
bfloat16 = parser.parse_args().bfloat16

torch.set_num_threads(1)
torch.manual_seed(1)

INPUTS, HIDDEN, BATCH, NOISE, RATE, DECAY = 784, 1000, 100, 0.5, 1e-3, 0.9


def uniform(rows, columns):
    bound = 4 * (6 / (rows + columns)) ** 0.5
    return torch.empty(rows, columns).uniform_(-bound, bound).requires_grad_()


w1, w2 = uniform(INPUTS, HIDDEN), uniform(HIDDEN, HIDDEN)
b1, c1 = torch.zeros(HIDDEN, requires_grad=True), torch.zeros(INPUTS, requires_grad=True)
b2, c2 = torch.zeros(HIDDEN, requires_grad=True), torch.zeros(HIDDEN, requires_grad=True)
parameters = [w1, b1, c1, w2, b2, c2]
rows = torch.rand(10 * BATCH, INPUTS)
optimizer = torch.optim.RMSprop(parameters, lr=RATE, alpha=DECAY, eps=1e-6)


def step(x):
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
        h1 = torch.sigmoid((x + NOISE * torch.randn_like(x)) @ w1 + b1)
        h2 = torch.sigmoid((h1 + NOISE * torch.randn_like(h1)) @ w2 + b2)
        g1 = torch.sigmoid(h2 @ w2.T + c2)
        z = g1 @ w1.T + c1
    loss = torch.nn.functional.binary_cross_entropy_with_logits(z.float(), x, reduction="sum") / BATCH
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()


def repetition(steps=10):
    begin = time.perf_counter()
    for i in range(steps):
        step(rows[(i % 10) * BATCH : (i % 10 + 1) * BATCH])
    return (time.perf_counter() - begin) / steps * 1e3


repetition()
precision = "bfloat16" if bfloat16 else "float"
print(f"torch {torch.__version__} {precision}: {statistics.median(repetition() for _ in range(25)):.1f} ms per step")
