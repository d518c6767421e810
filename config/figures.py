"""Figures of waiting work, read from the tables when somebody asks for /metrics."""

from collections.abc import Iterable

from django.db.models import Count, Q
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from outbox.models import Event, Task
from payments.models import Delivery, Payment


class WorkFigures(Collector):
    """Gauges over outbox, webhooks and payments; no personal data."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """One family per question an operator asks first."""
        yield GaugeMetricFamily(
            "rempah_events_to_relay",
            "Outbox events not yet relayed",
            Event.objects.filter(relayed_at=None).count(),
        )
        waiting = Task.objects.aggregate(
            due=Count("id", filter=Q(done_at=None, parked_at=None)),
            parked=Count("id", filter=Q(parked_at__isnull=False)),
        )
        yield GaugeMetricFamily("rempah_tasks_due", "Tasks not done", waiting["due"])
        yield GaugeMetricFamily(
            "rempah_tasks_parked", "Tasks given up on; look at them", waiting["parked"]
        )
        yield GaugeMetricFamily(
            "rempah_webhooks_to_process",
            "Genuine webhooks not yet acted upon",
            Delivery.objects.filter(is_genuine=True, processed_at=None).count(),
        )
        payments = GaugeMetricFamily(
            "rempah_payments", "Payments by state", labels=["state"]
        )
        for state, count in Payment.objects.values_list("state").annotate(Count("id")):
            payments.add_metric([state], count)
        yield payments
