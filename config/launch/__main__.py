"""`make start`: embedded servers, migrations, data, site, workers and simulators."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from config.launch.folders import home_for_servers
from config.launch.postgres import Postgres, unprivileged_user
from config.launch.processes import Processes, refuse_taken_ports
from config.launch.simulators import SimulatedWorld
from config.launch.valkey import Valkey
from config.settings.env import DEVELOPMENT_SERVER_KEY, REPOSITORY

DATABASE = "rempah"
CITY = "ternate"
HISTORY_DAYS_MAX = 60


def main() -> None:
    """Start everything, tell the addresses, stop everything on Ctrl-C."""
    signal.signal(signal.SIGTERM, _end)
    var = Path(os.environ.get("REMPAH_VAR", REPOSITORY / "var")).resolve()
    ports = {
        "REMPAH_PORT": _port("REMPAH_PORT", 8000),
        "REMPAH_MIDTRANS_PORT": _port("REMPAH_MIDTRANS_PORT", 8100),
        "REMPAH_BANK_PORT": _port("REMPAH_BANK_PORT", 8200),
    }
    days = _history_days()
    refuse_taken_ports(ports)
    home = home_for_servers(var, unprivileged_user())
    postgres, valkey = Postgres(home / "postgres"), Valkey(home)
    try:
        with _step("Database and broker"):
            postgres.start()
            postgres.create_database(DATABASE)
            valkey.start()
        world = SimulatedWorld(
            city=CITY,
            folder=var,
            site_url=f"http://127.0.0.1:{ports['REMPAH_PORT']}",
            midtrans_port=ports["REMPAH_MIDTRANS_PORT"],
            bank_port=ports["REMPAH_BANK_PORT"],
            server_key=DEVELOPMENT_SERVER_KEY,
        )
        environment = _environment(var, postgres, valkey, world)
        processes = Processes(var / "log", environment)
        try:
            _start_simulators(processes, world)
            with _step("Tables, city, demo people and bills"):
                _manage(environment, "prepare_demo", "--city", CITY, "--days", days)
            _start_site(processes, ports["REMPAH_PORT"])
            # The site answers meanwhile, and takes the notifications of the past.
            with _step(f"History ({days} days; look on at {world.site_url}/)"):
                _manage(environment, "seed_demo", "--days", days)
            _start_worker(processes, var)
            _welcome(environment, world)
            ended = processes.wait_for_an_end()
            sys.exit(f"{ended} ended by itself; see {var}/log/{ended}.log")
        finally:
            _finish_undisturbed()
            print("\nStopping …", flush=True)
            processes.stop()
    except KeyboardInterrupt:
        pass
    finally:
        _finish_undisturbed()
        valkey.stop()
        postgres.stop()


def _start_simulators(processes: Processes, world: SimulatedWorld) -> None:
    with _step("Simulators of the gateway and the bank"):
        processes.start_outside("bank", world.bank_command())
        processes.start_outside("midtrans", world.midtrans_command())
        processes.wait_for("bank", f"{world.bank_url}/healthz")
        processes.wait_for("midtrans", f"{world.midtrans_url}/healthz")


def _start_site(processes: Processes, site: int) -> None:
    python = sys.executable
    with _step("Site"):
        processes.start(
            "site",
            [
                python, "-m", "granian", "--interface", "wsgi",
                "config.wsgi:application",
                "--host", "127.0.0.1", "--port", str(site), "--workers", "2",
                "--respawn-failed-workers", "--no-ws",
            ],
        )  # fmt: skip
        processes.wait_for("site", f"http://127.0.0.1:{site}/healthz")


def _start_worker(processes: Processes, var: Path) -> None:
    """After the history, so that a payer of today waits behind no paper of the past."""
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    processes.start(
        "worker",
        [*celery, "worker", "-c", "2", "--without-mingle", "--without-gossip"],
    )
    processes.start("beat", [*celery, "beat", "-s", str(var / "beat-schedule")])


def _environment(
    var: Path, postgres: Postgres, valkey: Valkey, world: SimulatedWorld
) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
        "DATABASE_URL": postgres.url(DATABASE, "rempah_app"),
        "REMPAH_DATABASE_OWNER_URL": postgres.url(DATABASE, "rempah_owner"),
        "REDIS_URL": valkey.url,
        "REMPAH_VAR": str(var),
        "REMPAH_SECRET_KEY": _secret(var),
        "REMPAH_SITE_URL": world.site_url,
        "REMPAH_ALLOWED_HOSTS": '["localhost"]',
        "REMPAH_CLOCK_FILE": str(var / "clock"),
        "REMPAH_MIDTRANS_URL": world.midtrans_url,
        "REMPAH_MIDTRANS_SERVER_KEY": world.server_key,
        "REMPAH_BANK_URL": world.bank_url,
        "REMPAH_PAYOUT_WORKING_DAYS": "1",
        "PYTHONPATH": str(REPOSITORY),
    }


def _secret(var: Path) -> str:
    """The demo's own secret key, made once."""
    path = var / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def _manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, str(REPOSITORY / "manage.py"), *arguments]
    if code := subprocess.run(command, env=environment, check=False).returncode:
        sys.exit(code)


def _welcome(environment: dict[str, str], world: SimulatedWorld) -> None:
    print(f"""
  Rempah is running.

  Site                {world.site_url}/
  BP2RD               {world.site_url}/bp2rd/
  Wallet (simulated)  {world.midtrans_url}/   pay a QR or a virtual account here
  Bank (simulated)    {world.bank_url}/   bank an STS at its teller; statements
""")
    _manage(environment, "seed_demo", "--show")
    print(
        "\n  Ctrl-C stops everything; the data stays in var/ (make reset).", flush=True
    )


@contextmanager
def _step(what: str) -> Iterator[None]:
    started = time.monotonic()
    print(f"{what} …", flush=True)
    yield
    print(f"{what}: {time.monotonic() - started:.1f} s", flush=True)


def _port(variable: str, default: int) -> int:
    value = os.environ.get(variable, str(default))
    if not value.isdigit() or not 1024 <= int(value) <= 65535:
        raise SystemExit(f"{variable}={value!r} is no port from 1024 to 65535.")
    return int(value)


def _history_days() -> str:
    """How long a past a fresh demo gets; 0 is none."""
    value = os.environ.get("REMPAH_HISTORY_DAYS", "30")
    if not value.isdigit() or int(value) > HISTORY_DAYS_MAX:
        raise SystemExit(
            f"REMPAH_HISTORY_DAYS={value!r} is no number from 0 to {HISTORY_DAYS_MAX}."
        )
    return value


def _finish_undisturbed() -> None:
    """A second Ctrl-C, or make's and the terminal's at once, must orphan nobody."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
