"""The whole product as real processes for tests: site, worker, beat, simulators."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.launch.postgres import Postgres
from config.launch.processes import Processes, free_port
from config.launch.simulators import SimulatedWorld
from config.launch.valkey import Valkey
from config.settings.env import REPOSITORY
from tests.simulator_processes import SERVER_KEY, Simulator


@dataclass(frozen=True)
class RunningSite:
    """Addresses and processes of a running product."""

    url: str
    midtrans: Simulator
    bank: Simulator
    processes: Processes

    def manage(self, *arguments: str) -> str:
        """Run a management command against this site's database; its stdout."""
        done = subprocess.run(
            [sys.executable, "-W", "ignore", str(REPOSITORY / "manage.py"), *arguments],
            env=self.processes.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout


@contextmanager
def running_site(
    folder: Path, postgres: Postgres, database: str, **environment: str
) -> Iterator[RunningSite]:
    """Simulators and broker run; `start_site` starts the rest when data is there."""
    folder.mkdir(parents=True, exist_ok=True)
    valkey = Valkey(folder)
    valkey.start()
    world = SimulatedWorld(
        city="ternate",
        folder=folder,
        site_url=f"http://127.0.0.1:{free_port()}",
        midtrans_port=free_port(),
        bank_port=free_port(),
        server_key=SERVER_KEY,
    )
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
        "DATABASE_URL": postgres.url(database, "rempah_app"),
        "REMPAH_DATABASE_OWNER_URL": postgres.url(database, "rempah_owner"),
        "REDIS_URL": valkey.url,
        "REMPAH_VAR": str(folder),
        "REMPAH_SITE_URL": world.site_url,
        "REMPAH_CLOCK_FILE": str(folder / "clock"),
        "REMPAH_MIDTRANS_URL": world.midtrans_url,
        "REMPAH_MIDTRANS_SERVER_KEY": SERVER_KEY,
        "REMPAH_BANK_URL": world.bank_url,
        "REMPAH_PAYOUT_WORKING_DAYS": "1",
        **environment,
    }
    processes = Processes(folder / "log", variables)
    try:
        processes.start("bank", world.bank_command())
        processes.start("midtrans", world.midtrans_command())
        processes.wait_for("bank", f"{world.bank_url}/healthz")
        processes.wait_for("midtrans", f"{world.midtrans_url}/healthz")
        yield RunningSite(
            url=world.site_url,
            midtrans=Simulator(world.midtrans_url, processes.running["midtrans"]),
            bank=Simulator(world.bank_url, processes.running["bank"]),
            processes=processes,
        )
    finally:
        processes.stop()
        valkey.stop()


def start_site(site: RunningSite) -> None:
    """Start site, worker and beat, and wait until the site answers."""
    start_worker(site)
    site.processes.start(
        "beat",
        [
            sys.executable, "-m", "celery", "-A", "config", "beat",
            "-s", str(site.processes.logs / "schedule"),
        ],
    )  # fmt: skip
    start_pages(site)


def start_pages(site: RunningSite) -> None:
    """Start the site alone, and wait until it answers."""
    python, port = sys.executable, site.url.rsplit(":", 1)[1]
    site.processes.start(
        "site",
        [
            python, "-m", "granian", "--interface", "wsgi", "config.wsgi:application",
            "--host", "127.0.0.1", "--port", port, "--workers", "2",
            "--respawn-failed-workers", "--no-ws",
        ],
    )  # fmt: skip
    site.processes.wait_for("site", f"{site.url}/healthz")


def start_worker(site: RunningSite) -> None:
    """Start the worker; again after it was killed."""
    site.processes.start(
        "worker",
        [
            sys.executable, "-m", "celery", "-A", "config", "worker",
            "-c", "2", "--without-mingle", "--without-gossip",
        ],
    )  # fmt: skip
