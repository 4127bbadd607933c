"""Speed, as ratios against a peer measured in the same run: `make bench`."""

import statistics
import time


def interleaved(contenders, rounds=15, least=5e-3):
    """Median seconds per call of each function in {name: function}.

    All run in turn, round after round, so that a busy machine slows them alike;
    each turn repeats its function for at least `least` seconds.
    """
    repeats = {}
    for name, function in contenders.items():
        function()
        began = time.perf_counter()
        function()
        repeats[name] = max(1, round(least / (time.perf_counter() - began)))
    times = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, function in contenders.items():
            began = time.perf_counter()
            for _ in range(repeats[name]):
                function()
            times[name].append((time.perf_counter() - began) / repeats[name])
    return {name: statistics.median(seen) for name, seen in times.items()}


def verdict(what, ratio, limit):
    """One line: is the ratio at most its limit, and if not, by how much?"""
    word = "met" if ratio <= limit else f"MISSED by {ratio / limit - 1:.0%}"
    return f"  target {word}: {what} {ratio:.2f}, at most {limit}"
