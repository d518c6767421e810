"""The command lines of the simulated gateway and bank, with one city's own names."""

import csv
import json
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.settings.env import REPOSITORY


@dataclass(frozen=True, slots=True)
class SimulatedWorld:
    """Where the simulators listen and keep their truth, and for which city."""

    city: str
    folder: Path
    site_url: str
    midtrans_port: int
    bank_port: int
    server_key: str

    @property
    def midtrans_url(self) -> str:
        """Where the gateway answers."""
        return f"http://127.0.0.1:{self.midtrans_port}"

    @property
    def bank_url(self) -> str:
        """Where the bank answers."""
        return f"http://127.0.0.1:{self.bank_port}"

    def bank_command(self) -> list[str]:
        """The bank with the city's treasury account (RKUD)."""
        profile = self._profile()
        account = f"{profile['rkud_account']}:RKUD {profile['full_name']}:0"
        return [
            sys.executable, "-m", "simulators.bank",
            "--port", str(self.bank_port),
            "--state", str(self.folder / "bank.sqlite"),
            "--accounts", account,
            "--bank-name", profile["rkud_bank"],
            "--timezone", profile["timezone"],
        ]  # fmt: skip

    def midtrans_command(self) -> list[str]:
        """The gateway with the city as its merchant, which pays out to that bank."""
        profile = self._profile()
        return [
            sys.executable, "-m", "simulators.midtrans",
            "--port", str(self.midtrans_port),
            "--state", str(self.folder / "midtrans.sqlite"),
            "--server-key", self.server_key,
            "--merchant-name", profile["qris_merchant_name"],
            "--merchant-city", profile["qris_city"],
            "--nmid", profile["nmid"],
            "--holidays", str(self._holidays()),
            "--notify", f"{self.site_url}/webhooks/midtrans/",
            "--bank", self.bank_url,
        ]  # fmt: skip

    def _profile(self) -> dict[str, Any]:
        text = (self._data() / "profile.toml").read_text(encoding="utf-8")
        return tomllib.loads(text)

    def _holidays(self) -> Path:
        """The city's calendar as the list of dates that the gateway reads."""
        with (self._data() / "holidays.csv").open(encoding="utf-8") as file:
            rows = csv.DictReader(line for line in file if not line.startswith("#"))
            days = [row["on"] for row in rows]
        path = self.folder / "holidays.json"
        path.write_text(json.dumps(days))
        return path

    def _data(self) -> Path:
        return REPOSITORY / "cities" / self.city
