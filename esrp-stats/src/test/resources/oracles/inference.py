"""Reference values of bootstrap intervals from given replicates, of prediction-powered inference and of coefficients of two raters
with missing ratings. SciPy 1.17.1, numpy 2.4.6: python3 inference.py > inference_scipy.json"""

import json

import numpy as np
from scipy import stats

random = np.random.default_rng(20261126)


def plain(x):
    return [plain(y) for y in x] if np.ndim(x) else "nan" if np.isnan(x) else float(x)


def two_samples():
    """scipy.stats.bootstrap of two independent samples, and of its own replicates alone, by each method."""
    statistics = {
        "means": lambda x, y, axis: x.mean(axis=axis) - y.mean(axis=axis),
        "medians": lambda x, y, axis: np.median(x, axis=axis) - np.median(y, axis=axis),
        "log ratio": lambda x, y, axis: np.log(x.mean(axis=axis) / y.mean(axis=axis)),
    }
    draws = [
        (random.normal(3, 1, 12), random.normal(2.5, 2, 31)),
        (random.exponential(2, 25), random.exponential(1, 8)),
        (random.integers(1, 6, 40) + 0.0, random.integers(2, 6, 15) + 0.0),
        (random.normal(3, 1, 3), random.normal(2.5, 1, 40)),
    ]
    for (a, b), (name, statistic) in [(d, s) for d in draws for s in statistics.items()]:
        made = stats.bootstrap((a, b), statistic, n_resamples=499, method="basic", rng=random)
        case = {"a": plain(a), "b": plain(b), "statistic": name, "replicates": plain(made.bootstrap_distribution)}
        for method in ("percentile", "basic", "BCa"):
            again = stats.bootstrap((a, b), statistic, n_resamples=0, bootstrap_result=made, method=method)
            case[method.lower()] = plain(again.confidence_interval)
        case["standardError"] = plain(made.standard_error)
        yield case


def studentized():
    """Davison and Hinkley (1997), 5.2: t* = (replicate - estimate) / its standard error, quantiles as numpy's default."""
    for n in (6, 15, 40):
        x = random.exponential(1, n)
        drawn = x[random.integers(0, n, (499, n))]
        means, errors = drawn.mean(1), drawn.std(1) / np.sqrt(n)
        t = (means - x.mean()) / errors
        error = x.std() / np.sqrt(n)
        low, high = np.quantile(t, [0.025, 0.975])
        yield {"estimate": plain(x.mean()), "error": plain(error), "replicates": plain(means), "errors": plain(errors),
               "bounds": plain([x.mean() - high * error, x.mean() - low * error])}


def prediction_powered():
    """The estimator as PredictionPowered says it, from sums by cluster; beside it PPI++ as ppi_py has it for independent items."""
    shapes = [(4, 10, 0.3), (8, 6, 0.5), (20, 12, 0.2), (40, 5, 0.4), (15, 3, 0.7), (200, 1, 0.25)]
    for clusters, size, share in shapes:
        for follows in (0.0, 0.6, 1.0):
            cluster = np.repeat(np.arange(clusters), size)
            cluster = cluster[random.random(len(cluster)) < 0.9] if size > 1 else cluster
            quality = random.normal(size=clusters)[cluster] * 0.5 + random.normal(size=len(cluster))
            human = np.round(3 + quality, 1)
            judge = np.round(3.4 + follows * quality + 0.6 * random.normal(size=len(cluster)), 1)
            known = random.random(len(cluster)) < share
            one = lambda values: np.bincount(cluster, values, minlength=clusters)
            n, rest = known.sum(), (~known).sum()
            my, mf, mg = human[known].mean(), judge[known].mean(), judge[~known].mean()
            of_human = one(np.where(known, human - my, 0)) / n
            of_judge = one(np.where(known, -(judge - mf) / n, (judge - mg) / rest))
            labelled = one(known) > 0
            others = (one(np.ones(len(cluster))) > 0) & ~labelled
            squares = (of_judge**2).sum()
            lam = float(np.clip(-(of_human * of_judge).sum() / squares, 0, 1))
            c, alone = labelled.sum(), {}
            alone["se"] = np.sqrt((of_human[labelled] ** 2).sum() * c / (c - 1))
            value, se, df = my, alone["se"], c - 1
            if lam > 0:
                u = of_human + lam * of_judge
                first = (u[labelled] ** 2 / (1 - of_judge[labelled] ** 2 / squares) ** 2).sum()
                second = (u[others] ** 2).sum()
                of_lambda = (first + second) / (c - 2) / squares
                a = first * c / (c - 1) + of_lambda * (mg - mf) ** 2
                k = others.sum()
                b = second * k / (k - 1) if k > 1 else second
                df2 = c - 2 if b == 0 else (a + b) ** 2 / (a**2 / (c - 2) + b**2 / max(1, k - 1))
                if stats.t.ppf(0.975, df2) * np.sqrt(a + b) <= 1.03 * stats.t.ppf(0.975, c - 1) * alone["se"]:
                    value, se, df = my + lam * (mg - mf), np.sqrt(a + b), df2
                else:
                    lam = 0.0
            case = {"human": plain(np.where(known, human, np.nan)), "judge": plain(judge), "cluster": cluster.tolist(),
                    "clusters": clusters, "lambda": lam, "value": plain(value), "se": plain(se), "df": plain(df),
                    "aloneSe": plain(alone["se"])}
            if size == 1:
                # ppi_py.ppi_mean_pointestimate and ppi_mean_ci: pooled variance of the judge, z instead of t
                cov = ((human[known] - my) * (judge[known] - mf)).mean()
                hat = float(np.clip(cov / ((1 + n / rest) * np.var(judge, ddof=1)), 0, 1))
                case["ppi"] = {"lambda": hat, "value": plain(my + hat * (mg - mf)),
                               "se": plain(np.sqrt((hat**2) * judge[~known].var() / rest
                                                   + (human[known] - hat * judge[known]).var() / n))}
            yield case


def spearman():
    for n in (3, 4, 8, 30, 200):
        for levels in (3, 5, 1000):
            x = random.integers(0, levels, n) + 0.0
            y = np.clip(x + random.integers(-levels // 2, levels // 2 + 1, n), 0, levels)
            case = {"x": plain(x), "y": plain(y)}
            for side in ("two-sided", "less", "greater"):
                r = stats.spearmanr(x, y, alternative=side)
                case["rho"], case[side] = plain(r.statistic), plain(r.pvalue)
            yield case


print(json.dumps({"cases": [{"twoSamples": list(two_samples()), "studentized": list(studentized()),
                             "predictionPowered": list(prediction_powered()), "spearman": list(spearman())}]}, indent=0))
