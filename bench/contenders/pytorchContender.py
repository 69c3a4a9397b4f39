"""PyTorch on the CPU: work is training, inference, latency or matmul (GFLOP/s of its f32 matrix product, one thread)."""

import statistics
import time

import torch
from torch import nn

from answer import answer, read_made, run_for


def open_contender(config):
    torch.set_num_threads(config["threads"])
    if config["work"] == "matmul":
        return open_matmul()
    tensors, pictures, labels = read_made(config["folder"])
    batch = config["batch"]
    layout = torch.channels_last if config["channelsLast"] else torch.contiguous_format
    model = build(tensors).to(memory_format=layout)
    count = len(labels) // batch
    inputs = [
        torch.from_numpy(pictures[i * batch : (i + 1) * batch, None]).to(memory_format=layout) for i in range(count)
    ]
    answers = [torch.from_numpy(labels[i * batch : (i + 1) * batch]) for i in range(count)]
    with torch.no_grad():
        outputs = {"logits": model(inputs[0]).flatten().tolist()}
    position = 0

    if config["work"] != "training":
        model.eval()

        def predict():
            nonlocal position
            with torch.inference_mode():
                logits = model(inputs[position % count])
            position += 1
            return logits

        if config["work"] == "latency":
            return outputs, lambda ms: median_ms(ms, predict)
        return outputs, lambda ms: run_for(ms, predict) * batch

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


def build(tensors):
    layers = []
    for index, (channels, filters) in enumerate([(1, 64), (64, 32), (32, 16), (16, 64)]):
        layer = nn.Conv2d(channels, filters, 3, padding=1)
        layer.weight.data = torch.from_numpy(tensors[2 * index].transpose(0, 3, 1, 2).copy())
        layer.bias.data = torch.from_numpy(tensors[2 * index + 1].copy())
        layers += [layer, nn.ReLU(), nn.MaxPool2d(2)]
    layers.append(nn.Flatten())
    for index, (inputs, units) in enumerate([(64, 64), (64, 10)]):
        layer = nn.Linear(inputs, units)
        layer.weight.data = torch.from_numpy(tensors[8 + 2 * index].copy())
        layer.bias.data = torch.from_numpy(tensors[9 + 2 * index].copy())
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


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
