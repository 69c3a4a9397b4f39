"""Golden answers for src/audit/rankLabelErrors.ts, from cleanlab.

    python -m venv venv && venv/bin/pip install cleanlab numpy
    venv/bin/python test/golden/labelErrors.py > test/golden/labelErrors.json

Probabilities are multiples of 1/4096 and each row sums to 1, so that Float32, Float64 and JSON hold
them exactly.
"""

import json
import sys

import cleanlab
import numpy
from cleanlab.count import compute_confident_joint
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores

UNIT = 4096
random = numpy.random.default_rng(20261101)


def case(name, n, noise, sharpness):
    """`n` rows with labels that are wrong with probability `noise`, and out-of-fold answers.

    The answers are sometimes wrong too.
    """
    truth = random.integers(0, 10, n)
    labels = numpy.where(random.random(n) < noise, (truth + random.integers(1, 10, n)) % 10, truth)
    weights = random.gamma(0.3, 1.0, (n, 10)) + 1e-3
    weights[numpy.arange(n), truth] += random.gamma(2, sharpness, n)
    units = numpy.floor(weights / weights.sum(axis=1, keepdims=True) * UNIT).astype(int)
    units[numpy.arange(n), units.argmax(axis=1)] += UNIT - units.sum(axis=1)
    p = units / UNIT
    flagged = find_label_issues(labels, p, filter_by="confident_learning", n_jobs=1)
    margins = get_label_quality_scores(labels, p, method="normalized_margin", adjust_pred_probs=False)
    return {
        "name": name,
        "labels": labels.tolist(),
        "units": units.tolist(),
        "confident_joint": compute_confident_joint(labels, p, calibrate=False).tolist(),
        "likely": numpy.flatnonzero(flagged).tolist(),
        "margins": [float(margin) * 2 - 1 for margin in margins],
    }


def main():
    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "cleanlab": cleanlab.__version__}
    cases = [case("few errors", 300, 0.03, 8), case("many errors", 300, 0.3, 3)]
    json.dump({"versions": versions, "unit": UNIT, "cases": cases}, sys.stdout, separators=(",", ":"))
    print()


main()
