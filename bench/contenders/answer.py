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


def read_made(folder):
    """What makeFolder wrote: tensors in order, pictures [n, 28, 28] as floats 0..1, labels."""
    weights = np.fromfile(f"{folder}/weights.f32", dtype="<f4")
    with open(f"{folder}/tensors.json") as file:
        index = json.load(file)
    tensors = [weights[t["offset"] : t["offset"] + t["length"]].reshape(t["shape"]) for t in index]
    pictures = np.fromfile(f"{folder}/pictures.u8", dtype=np.uint8).reshape(-1, 28, 28)
    labels = np.fromfile(f"{folder}/labels.u8", dtype=np.uint8)
    return tensors, pictures.astype(np.float32) / 255, labels.astype(np.int64)
