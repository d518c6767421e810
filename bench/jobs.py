"""Runs one job of the budget: `python -m bench.jobs NAME` is `bench.job_NAME.run`."""

import sys
from importlib import import_module

import django

from bench.figures import Figure


def run(name: str) -> int:
    """Run a job and print each of its figures; 3 on a miss."""
    django.setup()
    figures: list[Figure] = import_module(f"bench.job_{name}").run()
    for figure in figures:
        print(figure, flush=True)
    return 0 if all(figure.holds for figure in figures) else 3


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
