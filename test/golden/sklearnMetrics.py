"""Golden figures for src/evaluation, from scikit-learn and statsmodels.

    python -m venv venv && venv/bin/pip install scikit-learn numpy statsmodels
    venv/bin/python test/golden/sklearnMetrics.py > test/golden/sklearnMetrics.json

Probabilities are multiples of 1/4096 and each row sums to 1, so that Float32, Float64 and JSON hold
them exactly.
"""

import json
import re
import sys
import warnings

import numpy
import scipy
import sklearn
import statsmodels
from scipy.stats import norm
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    brier_score_loss,
    classification_report,
    confusion_matrix,
    log_loss,
    precision_recall_curve,
)
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

UNIT = 4096
BINS = 15
LABELS = list(range(10))
FLOAT32_EPSILON = float(numpy.finfo(numpy.float32).eps)
warnings.simplefilter("ignore")
random = numpy.random.default_rng(20240607)


def draw(labels, accuracy=0.8, never=()):
    """Random answers to `labels`, of which about `accuracy` are right, and none is in `never`."""
    rows = []
    for label in labels:
        allowed = [digit for digit in LABELS if digit not in never]
        others = [digit for digit in allowed if digit != label]
        right = label in allowed and random.random() < accuracy
        winner = label if right else int(random.choice(others))
        weights = numpy.zeros(10)
        weights[allowed] = random.gamma(0.3, 1.0, len(allowed)) + 1e-3
        weights[winner] = weights.sum() * random.uniform(1.05, 20)
        units = numpy.floor(weights / weights.sum() * UNIT).astype(int)
        units[winner] += UNIT - units.sum()
        rows.append(units)
    return numpy.array(rows)


def certain(predicted):
    """Answers given with probability 1."""
    return numpy.eye(10, dtype=int)[predicted] * UNIT


def text_report(labels, predicted, digits):
    """scikit-learn's text, but always with whole numbers as support.

    It prints 1.0 for 1 if no answer is right.
    """
    text = classification_report(labels, predicted, labels=LABELS, zero_division=0, digits=digits)
    return re.sub(r"(\d+)\.0$", r"  \1", text, flags=re.MULTILINE)


def case(name, labels, units):
    labels = numpy.array(labels)
    units = numpy.array(units)
    assert (units.sum(axis=1) == UNIT).all() and (units >= 0).all()
    probabilities = units / UNIT
    predicted = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    correct = (predicted == labels).astype(int)
    # scikit-learn clips by the precision of the array; ours are Float32, but the sum is in Float64.
    clipped = numpy.clip(probabilities, FLOAT32_EPSILON, 1 - FLOAT32_EPSILON)
    share_right, mean_confidence = calibration_curve(correct, confidence, n_bins=BINS, strategy="uniform")
    edges = numpy.linspace(0, 1, BINS + 1)
    counts = numpy.bincount(numpy.searchsorted(edges[1:-1], confidence), minlength=BINS)
    counts = counts[counts > 0]
    return {
        "name": name,
        "labels": labels.tolist(),
        "units": units.tolist(),
        "predicted": predicted.tolist(),
        "confusion_matrix": confusion_matrix(labels, predicted, labels=LABELS).tolist(),
        "report": classification_report(labels, predicted, labels=LABELS, zero_division=0, output_dict=True),
        "text": text_report(labels, predicted, 4),
        "text2": text_report(labels, predicted, 2),
        "log_loss": float(log_loss(labels, clipped, labels=LABELS)),
        "brier": float(brier_score_loss(labels, probabilities, labels=LABELS)),
        "ece": float(numpy.sum(counts * numpy.abs(share_right - mean_confidence)) / len(labels)),
    }


def ties():
    """Scores that lie exactly between two printed ones: 5/32 and 13/32."""
    labels = [0] * 5 + [1] * 27 + [2] * 13 + [3] * 19
    return labels, certain([0] * 32 + [2] * 32)


def aurc_case(name, n, accuracy):
    """The area under a risk-coverage curve without ties; scikit-learn's precision is 1 - risk."""
    labels = random.integers(0, 10, n)
    winners = random.choice(numpy.arange(UNIT // 2 + 1, UNIT), n, replace=False)
    right = random.random(n) < accuracy
    predicted = numpy.where(right, labels, (labels + random.integers(1, 10, n)) % 10)
    precision, _, thresholds = precision_recall_curve(right, winners)
    assert len(thresholds) == n
    risks = 1 - precision[:-1]  # the last point does not come from the data
    return {
        "name": name,
        "labels": labels.tolist(),
        "predicted": predicted.tolist(),
        "units": winners.tolist(),
        "aurc": float(numpy.mean(risks)),
    }


def mcnemar_case(fixed, broke):
    table = [[50, fixed], [broke, 7]]
    return [fixed, broke, float(mcnemar(table, exact=True).pvalue)]


def main():
    usual = random.integers(0, 10, 300)
    odd = random.choice([0, 1, 2, 3, 4, 5, 6, 8, 9], 120)
    cases = [
        case("usual", usual, draw(usual)),
        case("nearly perfect", usual, draw(usual, 0.99)),
        case("7 is never true", odd, draw(odd, 0.7)),
        case("3 is never predicted", usual[:150], draw(usual[:150], 0.8, never=[3])),
        case("7 is neither true nor predicted", odd, draw(odd, 0.8, never=[7])),
        case("all right, certain", usual[:60], certain(usual[:60])),
        case("all wrong, certain", usual[:60], certain((usual[:60] + 1) % 10)),
        case("one right", [4], draw([4], 1)),
        case("one wrong", [4], draw([4], 0)),
        case("exact ties in rounding", *ties()),
    ]
    trials = [(0, 1), (1, 1), (0, 50), (50, 50), (5, 10), (9967, 10000), (21546, 21546), (21545, 21546), (1, 1000000)]
    wilson = []
    for confidence in (0.5, 0.9, 0.95, 0.999):
        for correct, n in trials:
            low, high = proportion_confint(correct, n, alpha=1 - confidence, method="wilson")
            wilson.append([correct, n, confidence, float(low), float(high)])
    probabilities = [1e-300, 1e-20, 1e-9, 0.001, 0.025, 0.075, 0.0751, 0.3, 0.5, 0.925, 0.975, 0.9995, 1 - 1e-12]
    # Drawn last, so that the cases above do not change.
    aurc = [aurc_case("some wrong", 200, 0.8), aurc_case("few wrong", 300, 0.97), aurc_case("all right", 30, 1), aurc_case("all wrong", 30, 0)]
    pairs = [(0, 0), (1, 0), (0, 6), (14, 3), (3, 14), (5, 5), (53, 12), (110, 90), (700, 640), (3000, 3200), (1500, 2)]
    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "scipy": scipy.__version__}
    versions |= {"scikit-learn": sklearn.__version__, "statsmodels": statsmodels.__version__}
    golden = {
        "versions": versions,
        "unit": UNIT,
        "cases": cases,
        "wilson": wilson,
        "aurc": aurc,
        "mcnemar": [mcnemar_case(*pair) for pair in pairs],
        "normal_quantile": [[p, float(norm.ppf(p))] for p in probabilities],
    }
    json.dump(golden, sys.stdout, separators=(",", ":"))
    print()


main()
