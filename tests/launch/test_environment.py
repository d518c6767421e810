"""The environment is typed; everything wrong with it is told at once."""

import pytest

from config.settings import env


def test_tells_every_fault_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("REMPAH_SITE_URL", "not a url")
    monkeypatch.setenv("REMPAH_RECEIPT_SWEEP_SECONDS", "0")
    with pytest.raises(SystemExit) as refusal:
        env.read()
    told = str(refusal.value)
    assert "DATABASE_URL" in told
    assert "REMPAH_SITE_URL" in told
    assert "REMPAH_RECEIPT_SWEEP_SECONDS" in told


def test_never_prints_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMPAH_MIDTRANS_SERVER_KEY", "Mid-server-very-secret")
    assert "very-secret" not in repr(env.read())
