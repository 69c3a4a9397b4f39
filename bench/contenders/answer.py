"""The life of a Python contender's process: as answer.js."""

import json
import sys
import time

import numpy as np


def answer(open_contender):
    try:
        outputs, run_round = open_contender(json.loads(sys.argv[1]))
        send({"outputs": outputs})
        for line in sys.stdin:
            send({"value": run_round(json.loads(line)["ms"])})
    except Exception as error:  # the parent reports it
        send({"error": f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"})
        sys.exit(1)


def send(message):
    print(json.dumps(message), flush=True)


def run_for(ms, step):
    """Repeats step for about ms. Gives the number of steps a second."""
    started = time.perf_counter()
    steps = 0
    while True:
        step()
        steps += 1
        elapsed = time.perf_counter() - started
        if elapsed * 1000 >= ms:
            return steps / elapsed


def read_network(folder, name):
    """A network that makeFolder wrote, and its tensors by name."""
    weights = np.fromfile(f"{folder}/{name}/weights.f32", dtype="<f4")
    with open(f"{folder}/{name}/network.json") as file:
        network = json.load(file)
    with open(f"{folder}/{name}/tensors.json") as file:
        index = json.load(file)
    return network, {t["name"]: weights[t["offset"] : t["offset"] + t["length"]].reshape(t["shape"]) for t in index}


def read_pictures(folder):
    """The pictures that makeFolder wrote [n, 28, 28] as floats 0..1, and their labels."""
    pictures = np.fromfile(f"{folder}/pictures.u8", dtype=np.uint8).reshape(-1, 28, 28)
    labels = np.fromfile(f"{folder}/labels.u8", dtype=np.uint8)
    return pictures.astype(np.float32) / 255, labels.astype(np.int64)
