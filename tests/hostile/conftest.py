"""Surviving is a value, or an `InputError` in one sentence: soon, and in little memory."""

import os
import signal
from collections import Counter
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, settings

from helpers.inputs import InputError

resource = pytest.importorskip("resource", reason="Windows knows no limit of memory")

SECONDS = 20
BYTES = 1 << 30  # beyond what the process holds when a case begins
TRIED = Counter()

# a short run for every day; `make fuzz` asks for many more
HOSTILE = settings(
    max_examples=int(os.environ.get("NUCLEI_FUZZ", 15)),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def _too_long(*_):
    raise TimeoutError(f"not finished after {SECONDS} s")


@contextmanager
def in_bounds():
    """Stop what takes too long or too much memory."""
    before, soft = signal.signal(signal.SIGALRM, _too_long), resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm") as held:
        pages = int(held.read().split()[0])
    signal.alarm(SECONDS)
    limit = pages * resource.getpagesize() + BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit, soft[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, soft)
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def survives(kind, function, *arguments, **options):
    """Call a function with something odd; what it raises must be an `InputError` in a sentence."""
    TRIED[kind] += 1
    with in_bounds():
        try:
            return function(*arguments, **options)
        except InputError as error:
            text = str(error)
            assert 20 < len(text) < 1500 and "Traceback" not in text, text
            return None


@pytest.fixture(autouse=True, scope="session")
def counted():
    """Print how many cases were tried, when many were asked for."""
    yield
    if "NUCLEI_FUZZ" in os.environ:
        print(f"\n{sum(TRIED.values()):,} cases: {dict(TRIED)}")
