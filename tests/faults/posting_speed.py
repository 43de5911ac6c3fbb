"""Measures posting; `make drills` runs it, and prints the figures. Not collected with the tests."""

import itertools
import os
import statistics
import time
from pathlib import Path

import pytest
from clients import send

WRITERS, SECONDS = 16, 10
TICKS = os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("spread", [1, 8])
def test_posting(site, articles, spread, capsys):
    turns, times = itertools.cycle(articles(spread)), []
    before = cpu_seconds(site)
    with site.crowd(WRITERS, lambda: next(turns).post(), send=timed(times)) as crowd:
        time.sleep(SECONDS)
    cpu = cpu_seconds(site) - before
    done, cuts = len(crowd.taken), statistics.quantiles(times, n=100)
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{site.environment['DATABASE_URL'].split(':')[0]}, {WRITERS} writers, {spread} article(s): "
            f"{done / SECONDS:.0f} a second, p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms, "
            f"{cpu / done * 1000:.1f} ms CPU of the workers a post"
        )
    assert crowd.refused == []


def timed(times):
    """Return `send`, which also adds to `times` how many seconds each post took."""

    def send_timed(address, post):
        began = time.perf_counter()
        answer = send(address, post)
        times.append(time.perf_counter() - began)
        return answer

    return send_timed


def cpu_seconds(site):
    """Return the processor's time of all workers so far."""
    stats = [Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split() for pid in site.worker_ids()]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / TICKS
