"""Coefficients of agreement by their definitions (Gwet 2014, Handbook of Inter-Rater Reliability; Krippendorff 2019), with the
jackknife over clusters recomputed from what is left. numpy 2.4.6: python3 coefficients.py > coefficients_numpy.json"""

import json
from math import comb

import numpy as np

K = 5
LEVELS = np.arange(1, K + 1.0)
PLACE = np.arange(K)
FAR = np.abs(PLACE[:, None] - PLACE[None])
ORDINAL = np.array([[comb(int(d) + 1, 2) for d in row] for row in FAR])
WEIGHTS = {
    "UNWEIGHTED": np.eye(K),
    "LINEAR": 1 - FAR / (K - 1),
    "QUADRATIC": 1 - (FAR / (K - 1)) ** 2,
    "ORDINAL": 1 - ORDINAL / ORDINAL.max(),
    "RADICAL": 1 - np.sqrt(FAR / (K - 1)),
}


def coefficients(ratings):
    counts = np.array([[np.nansum(unit == level) for level in LEVELS] for unit in ratings], float)
    n = counts.sum(1)
    paired, m = counts[n >= 2], n[n >= 2]
    shares = np.mean(counts[n >= 1] / n[n >= 1][:, None], axis=0)
    raters = np.array([[np.mean(r[~np.isnan(r)] == level) for level in LEVELS] for r in ratings.T])
    spread = (raters.T @ raters - len(raters) * np.outer(raters.mean(0), raters.mean(0))) / (len(raters) - 1)
    found = {}
    for name, w in WEIGHTS.items():
        agreed = np.mean((paired * (paired @ w - 1)).sum(1) / (m * (m - 1)))
        chance = {
            "agreement": 0,
            "brennanPrediger": w.sum() / K**2,
            "fleissKappa": (w * np.outer(shares, shares)).sum(),
            "gwetAc": w.sum() / (K * (K - 1)) * (shares * (1 - shares)).sum(),
            "congerKappa": (w * (np.outer(raters.mean(0), raters.mean(0)) - spread / len(raters))).sum(),
        }
        for coefficient, expected in chance.items():
            found[f"{coefficient} {name}"] = (agreed - expected) / (1 - expected)
    first, second = ratings[:, 0], ratings[:, 1]
    both = ~np.isnan(first) & ~np.isnan(second)
    table = np.array([[np.sum((first == a) & (second == b) & both) for b in LEVELS] for a in LEVELS]) / both.sum()
    chance = np.outer(table.sum(1), table.sum(0))
    for name, w in WEIGHTS.items():
        found[f"cohenKappa {name}"] = 1 - ((1 - w) * table).sum() / ((1 - w) * chance).sum()
    # The coincidence matrix: values of units with two ratings or more
    matrix = sum((np.outer(c, c) - np.diag(c)) / (k - 1) for c, k in zip(paired, m))
    used = matrix.sum(0)
    middle = np.cumsum(used) - used / 2
    distances = {
        "NOMINAL": (LEVELS[:, None] != LEVELS) * 1.0,
        "ORDINAL": (middle[:, None] - middle) ** 2,
        "INTERVAL": (LEVELS[:, None] - LEVELS) ** 2,
        "RATIO": ((LEVELS[:, None] - LEVELS) / (LEVELS[:, None] + LEVELS)) ** 2,
    }
    for name, d in distances.items():
        found[f"alpha {name}"] = 1 - (used.sum() - 1) * (matrix * d).sum() / (np.outer(used, used) * d).sum()
    return found


def main():
    random = np.random.default_rng(11)
    cases = []
    for i in range(6):
        units, raters = random.integers(15, 40), random.integers(2, 6)
        noise = random.normal(size=(units, raters)) * random.uniform(0.3, 1.5)
        ratings = np.clip(np.round(3.5 + random.normal(size=units)[:, None] + noise), 1, 5)
        if i % 2:
            ratings[random.random(ratings.shape) < 0.25] = np.nan
        cluster = np.arange(units) % 6
        without = [coefficients(ratings[cluster != g]) for g in range(6)]
        values = {}
        for name, value in coefficients(ratings).items():
            left = np.array([w[name] for w in without])
            values[name] = [value, np.sqrt(5 / 6 * ((left - left.mean()) ** 2).sum())]
        cases.append({"units": [["nan" if np.isnan(x) else x for x in unit] for unit in ratings], "values": values})
    print(json.dumps({"cases": cases}, indent=0))


main()
