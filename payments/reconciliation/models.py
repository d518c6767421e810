"""Imported evidence (settlement lines, bank lines), matches and findings.

Evidence only grows (triggers in migration 0002): what a gateway or a bank told is never
edited here. A payout that is named later for a known line is a row of its own.

What comes by the million refers to other rows without a foreign key: triggers prove
each reference once per statement (migration 0008), hence `db_constraint=False`.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint


class EvidenceKind(models.TextChoices):
    """Where a file of evidence comes from."""

    SETTLEMENT = "settlement"
    STATEMENT = "statement"


class ImportedFile(models.Model):
    """A file of evidence as it came: imported whole or refused whole."""

    kind = models.CharField(max_length=20, choices=EvidenceKind.choices)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    line_count = models.PositiveIntegerField()
    new_line_count = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    # Set by the import that found these very bytes imported before; never stored.
    was_known = False

    class Meta:
        constraints = [
            CheckConstraint(
                name="imported_file_kind_is_known",
                condition=Q(kind__in=sorted(EvidenceKind.values)),
            ),
            CheckConstraint(
                name="imported_file_adds_at_most_its_lines",
                condition=Q(new_line_count__lte=F("line_count")),
            ),
        ]


class ImportJob(models.Model):
    """A big file that waits for a worker: its bytes in chunks, then its result.

    `refusal` holds why it was refused (see services.refusals); empty if it was not.
    """

    kind = models.CharField(max_length=20, choices=EvidenceKind.choices)
    name = models.CharField(max_length=200)
    size_bytes = models.PositiveBigIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True)
    file = models.ForeignKey(ImportedFile, models.PROTECT, null=True, related_name="+")
    refusal = models.JSONField(default=dict)

    class Meta:
        constraints = [
            CheckConstraint(
                name="import_job_is_imported_or_refused_once_finished",
                condition=Q(finished_at__isnull=True, file__isnull=True, refusal={})
                | Q(finished_at__isnull=False, file__isnull=False, refusal={})
                | Q(finished_at__isnull=False, file__isnull=True) & ~Q(refusal={}),
            )
        ]


class ImportChunk(models.Model):
    """One piece of its file; deleted once a worker has read the whole."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="import_chunk_is_stored_once", fields=["job", "number"]
            )
        ]


class SettlementLine(models.Model):
    """One line of a gateway's settlement report, in whole rupiah.

    A payment has a gross amount; a refund or chargeback has a refund amount. The net is
    what reaches the bank and is kept as told; the tax on the fee takes a rupiah of
    rounding (docs/adr/0008).
    """

    class Kind(models.TextChoices):
        PAYMENT = "payment"
        REFUND = "refund"
        CHARGEBACK = "chargeback"

    file = models.ForeignKey(
        ImportedFile,
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    line_number = models.PositiveIntegerField()
    gateway = models.CharField(max_length=20)
    transaction_id = models.CharField(max_length=64)
    order_id = models.CharField(max_length=60)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    channel = models.CharField(max_length=30)
    settled_at = models.DateTimeField()
    gross_idr = models.PositiveBigIntegerField()
    fee_idr = models.PositiveBigIntegerField()
    fee_vat_idr = models.PositiveBigIntegerField()
    refund_idr = models.PositiveBigIntegerField()
    net_idr = models.BigIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="settlement_payment_is_imported_once",
                fields=["gateway", "transaction_id"],
                condition=Q(kind="payment"),
            ),
            UniqueConstraint(
                name="settlement_refund_is_imported_once",
                fields=[
                    "gateway",
                    "transaction_id",
                    "kind",
                    "settled_at",
                    "refund_idr",
                ],
                condition=~Q(kind="payment"),
            ),
            CheckConstraint(
                name="settlement_line_is_a_payment_or_a_refund",
                condition=Q(kind="payment", gross_idr__gt=0, refund_idr=0)
                | Q(kind__in=["chargeback", "refund"], gross_idr=0, refund_idr__gt=0),
            ),
            CheckConstraint(
                name="settlement_line_adds_up",
                condition=Q(
                    net_idr=F("gross_idr")
                    - F("fee_idr")
                    - F("fee_vat_idr")
                    - F("refund_idr")
                ),
            ),
        ]
        indexes = [
            Index(name="settlement_line_by_order", fields=["order_id"]),
            Index(name="settlement_line_by_time", fields=["settled_at"]),
        ]


class Statement(models.Model):
    """A bank statement of one account: opening + the lines of its file = closing.

    A later statement of the same days may bring more lines; only those are added.
    """

    file = models.ForeignKey(ImportedFile, models.PROTECT, related_name="statements")
    account = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    first_on = models.DateField()
    last_on = models.DateField()
    opening_idr = models.BigIntegerField()
    closing_idr = models.BigIntegerField()

    class Meta:
        constraints = [
            CheckConstraint(
                name="statement_ends_after_it_begins",
                condition=Q(last_on__gte=F("first_on")),
            )
        ]
        indexes = [Index(name="statement_by_day", fields=["account", "last_on"])]


class BankLine(models.Model):
    """One movement on a statement; credits positive, debits negative.

    `bank_reference` is the bank's own id of the movement, `reference` the sender's.
    """

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    line_number = models.PositiveIntegerField()
    booked_on = models.DateField()
    value_on = models.DateField()
    amount_idr = models.BigIntegerField()
    bank_reference = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=64, blank=True)
    description = models.CharField(max_length=400)

    class Meta:
        constraints = [
            CheckConstraint(name="bank_line_moves_money", condition=~Q(amount_idr=0)),
        ]
        indexes = [Index(name="bank_line_by_booking", fields=["booked_on"])]


class Payout(models.Model):
    """One lump the gateway paid out, and the bank line that shows it.

    Its net is the sum of its lines. `posted_match_id` is the last of its matches that
    the ledger has: later ones are posted by an entry of their own.
    """

    gateway = models.CharField(max_length=20)
    reference = models.CharField(max_length=64)
    bank_line = models.OneToOneField(
        BankLine, models.PROTECT, null=True, related_name="payout"
    )
    posted_match_id = models.PositiveBigIntegerField(default=0)
    posted_at = models.DateTimeField(null=True)
    first_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="payout_is_known_once", fields=["gateway", "reference"]
            ),
            CheckConstraint(
                name="payout_is_posted_only_when_banked",
                condition=Q(posted_match_id=0, posted_at__isnull=True)
                | Q(bank_line__isnull=False, posted_at__isnull=False),
            ),
        ]


class PayoutLine(models.Model):
    """A settlement line's place in a payout, and the file that told it."""

    line = models.OneToOneField(
        SettlementLine,
        models.PROTECT,
        related_name="payout_line",
        db_constraint=False,
    )
    payout = models.ForeignKey(
        Payout, models.PROTECT, related_name="lines", db_constraint=False
    )
    file = models.ForeignKey(
        ImportedFile,
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


class SettlementMatch(models.Model):
    """A settlement line matched exactly with a payment. Narrow on purpose.

    Or with money in suspense, where the gateway told of an order we never made.
    """

    line = models.OneToOneField(
        SettlementLine, models.PROTECT, related_name="match", db_constraint=False
    )
    payment = models.ForeignKey(
        "payments.Payment",
        models.PROTECT,
        null=True,
        related_name="settlement_matches",
        db_constraint=False,
    )
    money = models.ForeignKey(
        "payments.UnappliedMoney",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    matched_at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(
                name="settlement_match_is_a_payment_or_money_in_suspense",
                condition=Q(payment__isnull=False, money__isnull=True)
                | Q(payment__isnull=True, money__isnull=False),
            )
        ]
        indexes = [
            Index(
                name="settlement_match_by_money",
                fields=["money"],
                condition=Q(money__isnull=False),
            )
        ]


class UndoneMatch(models.Model):
    """A match of a payment whose money went back after it was made; only grows.

    Its line counts as unmatched, and what was posted of it is taken back.
    """

    match = models.OneToOneField(
        SettlementMatch, models.PROTECT, primary_key=True, related_name="undone"
    )
    undone_at = models.DateTimeField()


class Finding(models.Model):
    """A difference with its cause, its amounts and where it stands.

    Never deleted: when the evidence no longer shows it, it is resolved and says so.
    """

    class Cause(models.TextChoices):
        PAID_AT_GATEWAY_UNKNOWN_HERE = "paid_at_gateway_unknown_here"
        PAID_HERE_NOT_SETTLED = "paid_here_not_settled"
        AMOUNTS_DIFFER = "amounts_differ"
        PAID_TWICE = "paid_twice"
        PAYOUT_NOT_IN_BANK = "payout_not_in_bank"
        PAYOUT_AMOUNT_DIFFERS = "payout_amount_differs"
        BANK_CREDIT_UNIDENTIFIED = "bank_credit_unidentified"
        DEPOSIT_NOT_IN_BANK = "deposit_not_in_bank"
        DEPOSIT_AMOUNT_DIFFERS = "deposit_amount_differs"
        CASH_NOT_DEPOSITED = "cash_not_deposited"
        PAID_BACK_TWICE = "paid_back_twice"
        REFUND_DEBIT_UNEXPLAINED = "refund_debit_unexplained"

    cause = models.CharField(max_length=40, choices=Cause.choices)
    reference = models.CharField(max_length=120)
    opd = models.ForeignKey("city.Opd", models.PROTECT, null=True, related_name="+")
    ours_idr = models.BigIntegerField(null=True)
    theirs_idr = models.BigIntegerField(null=True)
    happened_on = models.DateField()
    facts = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                name="finding_is_named_once", fields=["cause", "reference"]
            ),
            CheckConstraint(
                name="finding_cause_is_known",
                condition=Q(
                    cause__in=[
                        "amounts_differ",
                        "bank_credit_unidentified",
                        "cash_not_deposited",
                        "deposit_amount_differs",
                        "deposit_not_in_bank",
                        "paid_at_gateway_unknown_here",
                        "paid_back_twice",
                        "paid_here_not_settled",
                        "paid_twice",
                        "payout_amount_differs",
                        "payout_not_in_bank",
                        "refund_debit_unexplained",
                    ]
                ),
            ),
            CheckConstraint(
                name="finding_is_resolved_with_a_reason",
                condition=Q(resolved_at__isnull=True, resolution="")
                | Q(resolved_at__isnull=False) & ~Q(resolution=""),
            ),
        ]
        indexes = [
            Index(
                name="finding_still_open",
                fields=["cause", "happened_on"],
                condition=Q(resolved_at__isnull=True),
            )
        ]


class FindingNote(models.Model):
    """What somebody says is being done about a finding, and by whom; only grows."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="notes")
    author = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(name="finding_note_says_something", condition=~Q(text=""))
        ]
