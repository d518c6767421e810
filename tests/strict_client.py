"""Django's test client, in whose requests no list may ask once per row (N+1)."""

from typing import Any

from django.db.models import FETCH_ONE, FETCH_RAISE, Model, query
from django.db.models.fetch_modes import FetchMode
from django.test import Client


class RefuseNPlusOne(FetchMode):
    """One row may fetch what it lacks; each row of a list raises FieldFetchBlocked."""

    __slots__ = ()

    track_peers = True

    def fetch(self, fetcher: Any, instance: Model) -> None:
        """As Django's own modes: called when a field is read that was not loaded."""
        peers = sum(peer() is not None for peer in instance._state.peers)
        mode = FETCH_RAISE if peers > 1 else FETCH_ONE
        mode.fetch(fetcher, instance)


class StrictClient(Client):
    """The mode holds while the product answers, not while the test looks around."""

    def request(self, **request: Any) -> Any:
        """One request; the answer is rendered whole within it."""
        before = query.DEFAULT_FETCH_MODE
        query.DEFAULT_FETCH_MODE = RefuseNPlusOne()
        try:
            return super().request(**request)
        finally:
            query.DEFAULT_FETCH_MODE = before
