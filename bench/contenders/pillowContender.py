"""Pillow on one thread: the alpha of every PNG of a folder or a zip, as our classic pipeline needs it."""

import glob
import io
import json
import sys
import time
import zipfile

from PIL import Image


def read(source):
    if not source.endswith(".zip"):
        for path in glob.glob(f"{source}/*/*.png"):
            with Image.open(path) as picture:
                yield picture.getchannel("A")
        return
    with zipfile.ZipFile(source) as archive:
        for name in archive.namelist():
            with Image.open(io.BytesIO(archive.read(name))) as picture:
                yield picture.getchannel("A")


def run_round(source):
    started = time.perf_counter()
    count = sum(1 for alpha in read(source) if len(alpha.tobytes()) == 784)
    return count / (time.perf_counter() - started)


source = json.loads(sys.argv[1])["source"]
histograms = [alpha.histogram() for alpha in read(source)]
logits = [len(histograms), sum(histogram[255] for histogram in histograms)]
print(json.dumps({"outputs": {"logits": logits}}), flush=True)
for _ in sys.stdin:
    print(json.dumps({"value": run_round(source)}), flush=True)
