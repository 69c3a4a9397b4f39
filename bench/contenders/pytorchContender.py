"""PyTorch on the CPU: work is training, inference, latency or matmul (GFLOP/s of its f32 matrix product, one thread)."""

import statistics
import time

import torch
from torch import nn

from answer import answer, read_network, read_pictures, run_for
from torchNetwork import build


def open_contender(config):
    torch.set_num_threads(config["threads"])
    if config["work"] == "matmul":
        return open_matmul()
    training = config["work"] == "training"
    pictures, labels = read_pictures(config["folder"])
    batch = config["batch"]
    layout = torch.channels_last if config["channelsLast"] else torch.contiguous_format
    model = build(*read_network(config["folder"], config["network"]), fold=not training).to(memory_format=layout)
    count = len(labels) // batch
    inputs = [
        torch.from_numpy(pictures[i * batch : (i + 1) * batch, None]).to(memory_format=layout) for i in range(count)
    ]
    answers = [torch.from_numpy(labels[i * batch : (i + 1) * batch]) for i in range(count)]
    model.eval()
    with torch.no_grad():
        outputs = {"logits": model(inputs[0]).flatten().tolist()}
    position = 0

    if not training:

        def predict():
            nonlocal position
            with torch.inference_mode():
                logits = model(inputs[position % count])
            position += 1
            return logits

        if config["work"] == "latency":
            return outputs, lambda ms: median_ms(ms, predict)
        return outputs, lambda ms: run_for(ms, predict) * batch

    model.train()
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, fused=fused_adam_works())

    def train():
        nonlocal position
        optimiser.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(model(inputs[position % count]), answers[position % count])
        loss.backward()
        optimiser.step()
        position += 1
        return loss

    outputs["losses"] = [train().item() for _ in range(3)]
    return outputs, lambda ms: run_for(ms, train) * batch


def fused_adam_works():
    """The fastest form of Adam; on the CPU since PyTorch 2.4."""
    try:
        torch.optim.Adam([torch.zeros(1, requires_grad=True)], fused=True)
        return True
    except (RuntimeError, TypeError):
        return False


def median_ms(ms, step):
    times = []
    end = time.perf_counter() + ms / 1000
    while time.perf_counter() < end:
        started = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def open_matmul():
    a, b = torch.rand(1024, 1024), torch.rand(1024, 1024)
    return {"logits": []}, lambda ms: run_for(ms, lambda: a @ b) * 2 * 1024**3 / 1e9


answer(open_contender)
