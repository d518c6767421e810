"""A taken port is refused by name, with the variable that moves it."""

import socket

import pytest

from config.launch.processes import refuse_taken_ports


def test_names_the_taken_port_and_its_variable() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} .*taken") as refusal:
            refuse_taken_ports({"REMPAH_BANK_PORT": port})
    assert f"REMPAH_BANK_PORT={port + 1}" in str(refusal.value)


def test_lets_free_ports_through() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    refuse_taken_ports({"REMPAH_PORT": port})
