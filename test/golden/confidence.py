"""Golden figures for the confidence of models, from SciPy and scikit-learn.

    python -m venv venv && venv/bin/pip install scikit-learn scipy numpy
    venv/bin/python test/golden/confidence.py > test/golden/confidence.json

Logits are multiples of 1/8 and scores of 1/32, so that Float32 and JSON hold them exactly.
"""

import json
import sys

import numpy
import scipy
import sklearn
from scipy.optimize import minimize
from scipy.special import logsumexp
from scipy.stats import beta, binom
from sklearn.metrics import roc_auc_score

random = numpy.random.default_rng(20260214)


def logits_for(labels, K, sharpness):
    """Logits whose softmax is sometimes wrong, and too sure if `sharpness` is high."""
    logits = random.normal(0, 1.2, (len(labels), K))
    logits[numpy.arange(len(labels)), labels] += 3
    return numpy.round(logits * sharpness * 8) / 8


def scaling(digits, digit_labels, others, share):
    """The temperature and the bias of output 10 with the least weighted mean of -ln p(label)."""

    def loss(parameters):
        inverse, bias = parameters
        total = 0
        for logits, labels, weight in ((digits, digit_labels, 1 - share), (others, numpy.full(len(others), 10), share)):
            if len(labels) == 0:
                continue
            scaled = logits * inverse
            if scaled.shape[1] > 10:
                scaled = scaled.copy()
                scaled[:, 10] += bias
            total += weight * numpy.mean(logsumexp(scaled, axis=1) - scaled[numpy.arange(len(labels)), labels])
        return total

    best = minimize(loss, [1, 0], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-15, "maxiter": 4000})
    return 1 / best.x[0], best.x[1], best.fun


def scaling_case(K, sharpness, share):
    labels = random.integers(0, 10, 80)
    digits = logits_for(labels, K, sharpness)
    others = logits_for(numpy.full(40, 10), K, sharpness) if K > 10 else numpy.zeros((0, K))
    temperature, bias, loss = scaling(digits, labels, others, share)
    return {
        "K": K,
        "share": share,
        "labels": labels.tolist(),
        "digits": digits.tolist(),
        "others": others.tolist(),
        "temperature": float(temperature),
        "bias": float(bias) if K > 10 else 0,
        "loss": float(loss),
    }


def roc_case(p, n, shift):
    positives = numpy.round(random.normal(shift, 1, p) * 4) / 32
    negatives = numpy.round(random.normal(0, 1, n) * 4) / 32
    scores = numpy.concatenate([positives, negatives])
    area = roc_auc_score([1] * p + [0] * n, scores)
    return {"positives": positives.tolist(), "negatives": negatives.tolist(), "area": float(area)}


def main():
    trials = [(0, 1), (0, 50), (1, 50), (50, 50), (3, 5910), (0, 2995), (2, 100000), (900, 100000), (9999, 10000)]
    bounds = []
    for level in (0.5, 0.9, 0.95, 0.999):
        for errors, n in trials:
            bound = 1.0 if errors == n else float(beta.ppf(level, errors + 1, n - errors))
            bounds.append([errors, n, level, bound])
    tails = [[k, n, p, float(binom.cdf(k, n, p))] for k, n in trials for p in (1e-6, 0.001, 0.05, 0.5, 0.99)]
    golden = {
        "versions": {
            "python": sys.version.split()[0],
            "numpy": numpy.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "upper_error_bound": bounds,
        "binomial_tail": tails,
        "roc": [roc_case(1, 1, 0), roc_case(40, 70, 1), roc_case(70, 30, 3), roc_case(20, 20, -1)],
        "scaling": [scaling_case(10, 1, 0.1), scaling_case(10, 3, 0.1), scaling_case(11, 2, 0.02), scaling_case(11, 0.5, 0.3)],
    }
    json.dump(golden, sys.stdout, separators=(",", ":"))
    print()


main()
