"""How long to wait before the next try: full jitter, and what the hub asks for. Pure.

Source: sync.md §5, "Backoff".
"""

FIRST_S, MOST_S = 2.0, 900.0


def wait_s(failures: int, random: float, retry_after_s: float = 0.0) -> float:
    """Return the pause before the next try.

    Args:
        failures: how many tries failed in a row, from 1.
        random: 0 ≤ random < 1.
        retry_after_s: what the hub asked for at least.
    """
    span = min(MOST_S, FIRST_S * 2.0 ** min(failures, 20))
    return max(retry_after_s, random * span)
