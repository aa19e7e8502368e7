"""Measuring one thing against another in the same run."""

import gc
import time
from collections.abc import Callable, Mapping


def percentile(samples: list[float], share: float) -> float:
    """Return the sample below which `share` of all samples lie."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def interleaved(jobs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Run every job once a round, in turn, and return seconds by name.

    Taking turns lets a slow moment of the machine hit all of them alike.
    """
    for job in jobs.values():
        job()
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    gc.collect()
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def summary(seconds: list[float]) -> dict[str, float]:
    """Return p50, p99 and the number of samples, in milliseconds."""
    return {
        "p50_ms": round(percentile(seconds, 0.5) * 1000, 4),
        "p99_ms": round(percentile(seconds, 0.99) * 1000, 4),
        "samples": len(seconds),
    }
