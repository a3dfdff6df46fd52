"""Calibration by scikit-learn's isotonic regression and by the temperature that SciPy finds: Debian 12, scikit-learn 1.2.1, SciPy
1.10.1: python3 calibration.py > calibration_sklearn.json"""

import json

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.isotonic import IsotonicRegression

random = np.random.default_rng(20261126)


def sharpened(p, temperature):
    q = np.maximum(p, 1e-6) ** (1 / temperature)
    return q / q.sum(-1, keepdims=True)


def isotonic(said, level, new):
    fitted = [IsotonicRegression(out_of_bounds="clip").fit(said[:, k], level == k).predict(new[:, k]) for k in range(said.shape[1])]
    q = np.array(fitted).T
    total = q.sum(1, keepdims=True)
    return np.where(total > 0, np.round(q / np.where(total > 0, total, 1), 12), new)


def error(p, level):
    mode = p.argmax(1)
    stated, hit = p[np.arange(len(p)), mode], mode == level
    bins = np.minimum(9, np.floor(np.round(stated, 12) * 10))
    return sum(abs((stated - hit)[bins == b].sum()) for b in range(10)) / len(p)


cases = []
for items, raters, levels, digits in [(3, 1, 5, 2), (20, 2, 3, 2), (60, 1, 5, 1), (60, 3, 5, 3), (80, 2, 7, 6), (120, 1, 2, 2)]:
    for power in (0.4, 1, 3):
        truth = random.dirichlet(np.full(levels, 0.7), items + 10)
        said = truth**power / (truth**power).sum(1, keepdims=True)
        said = np.round(said, digits)
        said[np.arange(len(said)), said.argmax(1)] += 1 - said.sum(1)
        said = np.maximum(said, 0) / np.maximum(said, 0).sum(1, keepdims=True)
        ratings = np.array([[random.choice(levels, p=truth[i]) for _ in range(raters)] for i in range(items)])
        fold = np.repeat(np.arange(items) % min(5, items), raters)
        x, y = np.repeat(said[:items], raters, 0), ratings.ravel()
        loss = lambda t: -np.log(sharpened(x, np.exp(t))[np.arange(len(y)), y]).sum()
        fit = minimize_scalar(loss, bounds=(np.log(0.01), np.log(100)), method="bounded", options={"xatol": 1e-12})
        seen = np.array([isotonic(x[fold != i % min(5, items)], y[fold != i % min(5, items)], said[i : i + 1])[0] for i in range(items)])
        crossed = np.repeat(seen, raters, 0)
        cases.append({
            "levels": levels, "said": said.tolist(), "ratings": ratings.tolist(), "temperature": float(np.exp(fit.x)),
            "logLoss": -np.log(np.maximum(1e-6, x[np.arange(len(y)), y])).mean(), "error": error(x, y),
            "isotonic": np.concatenate([seen, isotonic(x, y, said[items:])]).tolist(),
            "isotonicLogLoss": -np.log(np.maximum(1e-6, crossed[np.arange(len(y)), y])).mean(),
            "isotonicError": error(crossed, y), "loss": float(fit.fun) / len(y),
        })
print(json.dumps({"cases": cases}))
