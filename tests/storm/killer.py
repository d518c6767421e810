"""The faults of the storm: processes killed, the broker emptied, the database cut."""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from random import Random

import redis

from config.launch.postgres import Postgres
from tests.running_site import RunningSite, start_worker

PATIENCE_SECONDS = 60
KINDS = 4
POOL_PROCESS, POOL_PROCESSES = "pool process", 3


class Killer:
    """Strikes while the storm lasts; counts what it did."""

    def __init__(self, site: RunningSite, postgres: Postgres, seed: int) -> None:
        self.site = site
        self.postgres = postgres
        self.random = Random(seed)
        self.struck: dict[str, int] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._strike_on, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop_after_every_strike(self) -> None:
        """End the strikes, once each of the big ones has been and enough small ones."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._has_struck_enough() and time.monotonic() < deadline:
            time.sleep(0.2)
        self._over.set()
        self._thread.join(timeout=PATIENCE_SECONDS)

    def _has_struck_enough(self) -> bool:
        pool_processes = self.struck.get(POOL_PROCESS, 0)
        return len(self.struck) == KINDS and pool_processes >= POOL_PROCESSES

    def _strike_on(self) -> None:
        """A pool process every five seconds; the big ones once each, in between."""
        big = [self.kill_worker, self.empty_broker, self.cut_database]
        while not self._over.wait(5):
            self.kill_pool_process()
            if big and not self._over.wait(2):
                big.pop(0)()

    def kill_pool_process(self) -> None:
        """kill -9 one child of the worker, if it has one just now."""
        children = _children(self.site.processes.running["worker"].pid)
        if children:
            os.kill(self.random.choice(children), signal.SIGKILL)
            self._count(POOL_PROCESS)

    def kill_worker(self) -> None:
        """kill -9 the whole worker and start another."""
        worker = self.site.processes.running["worker"]
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        start_worker(self.site)
        self._count("whole worker")

    def empty_broker(self) -> None:
        """FLUSHALL: every bell and every queued task is gone."""
        url = self.site.processes.environment["REDIS_URL"]
        with redis.Redis.from_url(url) as client:
            client.flushall()
        self._count("FLUSHALL")

    def cut_database(self) -> None:
        """Stop PostgreSQL as a power cut would, and start it again."""
        self.postgres.stop("immediate")
        time.sleep(0.5)
        self.postgres.start()
        self._count("database restart")

    def _count(self, what: str) -> None:
        self.struck[what] = self.struck.get(what, 0) + 1


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    if path.exists():
        return [int(child) for child in path.read_text().split()]
    done = subprocess.run(
        ["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(child) for child in done.stdout.split()]
