"""Times scipy.stats.bootstrap on one paired difference of 21,600 Likert pairs, 5,000 resamples, percentile.

The counterpart of esrp.benchmarks.ClusteredIntervalsBenchmark, which makes intervals of 60 means and 150 paired
differences from 129,600 ratings. Run: python3 benchmarks/scripts/scipy_bootstrap.py
"""
import time

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(1)
a = rng.integers(1, 6, 21_600).astype(float)
b = np.clip(a + rng.integers(-1, 2, 21_600), 1, 5)
difference = a - b


def mean(x, axis=-1):
    return np.mean(x, axis=axis)


def run():
    start = time.perf_counter()
    stats.bootstrap((difference,), mean, n_resamples=5_000, batch=100, method="percentile", rng=1)
    return time.perf_counter() - start


run()
times = sorted(run() for _ in range(5))
print(f"scipy {scipy.__version__}, numpy {np.__version__}: {1000 * times[2]:.0f} ms (median of 5, {1000 * times[0]:.0f} to {1000 * times[4]:.0f})")
