"""Times SciPy on the data of the JMH benchmarks, which are made again here bit for bit.

    python3 benchmarks/scipy_peer.py            # NumPy and SciPy; about a minute
    python3 benchmarks/scipy_peer.py --quick    # fewer repetitions

Prints the value of each statistic too: WeightedTauBenchmark prints its own before it measures.
"""

import platform
import sys
import time

import numpy as np
import scipy
from scipy import stats

GOLDEN = 0x9E3779B97F4A7C15
CUTS = np.array([0.05, 0.15, 0.40, 0.75])


def uniform(n, stream):
    """The four streams of BenchmarkData.java: SplitMix64 by index."""
    with np.errstate(over="ignore"):
        place = np.arange(n, dtype=np.uint64)
        z = (np.uint64(4) * place + np.uint64(stream + 1)) * np.uint64(GOLDEN)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def level(u):
    return 1.0 + np.searchsorted(CUTS, u, side="right")


def likert(n):
    x = level(uniform(n, 0))
    return x, np.where(uniform(n, 1) < 0.5, x, level(uniform(n, 2)))


def continuous(n):
    x = uniform(n, 0) - 0.5
    return x, 0.5 * x + (uniform(n, 1) - 0.5)


def best(name, repetitions, call):
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        value = call()
        times.append(time.perf_counter() - start)
    print(f"{name:44s} {1e3 * min(times):11.2f} ms   {value}", flush=True)


def main():
    few = 1 if "--quick" in sys.argv else 5
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, SciPy {scipy.__version__}; best of {few}")
    for n in (64_800, 1_000_000):
        x, y = likert(n)
        best(f"weightedtau, scores, n = {n:,}", few, lambda: stats.weightedtau(x, y).statistic)
    x, y = continuous(1_000_000)
    best("weightedtau, no ties, n = 1,000,000", few, lambda: stats.weightedtau(x, y).statistic)
    best("kendalltau, no ties, n = 1,000,000", few, lambda: stats.kendalltau(x, y, method="asymptotic").statistic)
    x, y = likert(1_000_000)
    best("kendalltau, scores, n = 1,000,000", few, lambda: stats.kendalltau(x, y, method="asymptotic").statistic)

    a, b = likert(21_600)

    def difference(p, q, axis=-1):
        return np.mean(p - q, axis=axis)

    def interval():
        return stats.bootstrap(
            (a, b), difference, paired=True, n_resamples=5000, batch=100, method="percentile", rng=1
        ).confidence_interval

    best("bootstrap, one paired difference, 21,600 pairs", few, interval)
    taken = a - b

    def interval_of_taken():
        return stats.bootstrap(
            (taken,), np.mean, n_resamples=5000, batch=100, method="percentile", rng=1
        ).confidence_interval

    best("the same, differences taken beforehand", few, interval_of_taken)


if __name__ == "__main__":
    main()
