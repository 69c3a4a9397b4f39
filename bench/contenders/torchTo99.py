"""Trains the `quick` architecture with PyTorch as `numerist train` does, from a cold start: prints seconds and accuracy as JSON.

    python torchTo99.py <folder with the MNIST IDX files> <seed> <threads>
"""

import json
import sys
import time

began = time.perf_counter()
import numpy as np
import torch
import torch.nn as nn

folder, seed, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(seed)
BATCH, RATE = 64, 0.008


def load(name, n):
    images = np.fromfile(f"{folder}/{name}-images-idx3-ubyte", np.uint8, offset=16).reshape(n, 1, 28, 28)
    labels = np.fromfile(f"{folder}/{name}-labels-idx1-ubyte", np.uint8, offset=8).astype(np.int64)
    return torch.from_numpy(images).float().div_(255), torch.from_numpy(labels)


def stage(C, K):
    return [nn.Conv2d(C, K, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]


x, y = load("train", 60000)
net = nn.Sequential(*stage(1, 20), *stage(20, 40), *stage(40, 80), nn.Flatten(), nn.Linear(720, 10))
net = net.to(memory_format=torch.channels_last)
optimiser = torch.optim.Adam(net.parameters())
steps = (60000 + BATCH - 1) // BATCH
schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, steps, cycle_momentum=False)
for rows in torch.randperm(60000).split(BATCH):
    loss = nn.functional.cross_entropy(net(x[rows].contiguous(memory_format=torch.channels_last)), y[rows])
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    schedule.step()
x, y = load("t10k", 10000)
with torch.no_grad():
    right = sum((net(part).argmax(1) == label).sum().item() for part, label in zip(x.split(256), y.split(256)))
print(json.dumps({"seconds": time.perf_counter() - began, "accuracy": right / 10000}))
