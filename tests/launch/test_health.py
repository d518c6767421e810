"""Whether the site lives is for all to ask; how it fares, for those inside."""

import pytest
from django.test import Client


@pytest.mark.usefixtures("db", "empty_cache")
@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
def test_what_came_through_the_proxy_learns_nothing(path: str) -> None:
    through_the_proxy = {"X-Forwarded-For": "203.0.113.9"}
    assert Client().get(path, headers=through_the_proxy).status_code == 404
    assert Client().get(path).status_code in {200, 503}
    assert Client().get("/healthz", headers=through_the_proxy).status_code == 200
