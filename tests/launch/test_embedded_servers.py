"""The embedded servers: private, unprivileged, restartable, reachable or moved."""

import pwd
import stat
from pathlib import Path

import psycopg
import redis

from config.launch.folders import (
    SOCKET_FOLDER_LENGTH_MAX,
    home_for_servers,
    is_reachable,
    private_socket_folder,
)
from config.launch.postgres import Postgres
from config.launch.valkey import Valkey


def test_postgres_is_real_private_and_not_run_by_root(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url("postgres", "postgres")) as connection:
        (version,) = connection.execute("SHOW server_version_num").fetchone() or ("",)
        (address,) = connection.execute("SHOW listen_addresses").fetchone() or ("?",)
    assert int(version) >= 150_000
    assert address == ""
    assert stat.S_IMODE(postgres.sockets.stat().st_mode) == 0o700
    pid = (postgres.data / "postmaster.pid").read_text().splitlines()[0]
    assert Path(f"/proc/{pid}").stat().st_uid != 0


def test_starting_a_running_server_again_changes_nothing(postgres: Postgres) -> None:
    before = (postgres.data / "postmaster.pid").read_text()
    postgres.start()
    assert (postgres.data / "postmaster.pid").read_text() == before


def test_valkey_listens_on_its_socket_alone(valkey: Valkey) -> None:
    with redis.Redis(unix_socket_path=str(valkey.socket)) as client:
        assert client.config_get("port") == {"port": "0"}
    assert stat.S_IMODE(valkey.socket.stat().st_mode) == 0o700


def test_a_socket_folder_is_short_enough_for_the_kernel(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * SOCKET_FOLDER_LENGTH_MAX)
    folder = private_socket_folder(deep)
    assert len(str(folder)) <= SOCKET_FOLDER_LENGTH_MAX
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.rmdir()


def test_a_clone_inside_a_private_home_keeps_its_servers_elsewhere(
    tmp_path: Path,
) -> None:
    nobody = pwd.getpwnam("nobody")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    before = stat.S_IMODE(home.stat().st_mode)
    moved = home_for_servers(home / "var", nobody)
    assert not is_reachable(home / "var", nobody)
    assert is_reachable(moved, nobody)
    assert stat.S_IMODE(home.stat().st_mode) == before
    moved.rmdir()
