"""What refuses a change is in place: triggers are on, and grants are not given."""

from config.invariants.model import Invariant
from kernel.sql import APP_ROLE

ONLY_GROW = (
    "accounts_auditevent",
    "accounts_auditseal",
    "collection_cashtaken",
    "collection_depositevent",
    "collection_handoverevent",
    "collection_qrisshown",
    "collection_shiftevent",
    "collection_ticketvoidevent",
    "complaints_reportevent",
    "ledger_account",
    "ledger_entry",
    "ledger_leg",
    "ledger_lraline",
    "ledger_seal",
    "levies_billevent",
    "papers_paperfile",
    "payments_paymentevent",
    "permits_applicationevent",
    "permits_permittype",
    "reconciliation_bankline",
    "reconciliation_findingnote",
    "reconciliation_payoutline",
    "reconciliation_settlementline",
    "reconciliation_settlementmatch",
    "reconciliation_statement",
    "reconciliation_undonematch",
    "uploads_upload",
)
KEEP_ROWS = (
    "payments_payment",
    "payments_unappliedmoney",
    "reconciliation_importedfile",
    "reconciliation_payout",
)
PROVE_REFERENCES = (
    "reconciliation_payoutline",
    "reconciliation_settlementline",
    "reconciliation_settlementmatch",
)
# (table, trigger). A test compares the list with the migrated database.
TRIGGERS = (
    *((table, f"{table}_only_grows") for table in ONLY_GROW),
    *((table, f"{table}_keeps_rows") for table in KEEP_ROWS),
    *((table, f"{table}_refers") for table in PROVE_REFERENCES),
    ("collection_cashtaken", "cash_is_taken_in_an_open_shift"),
    ("collection_deposit", "cancelled_slip_is_empty"),
    ("collection_deposit", "cancelled_slip_is_final"),
    ("collection_handover", "cash_lies_under_one_slip"),
    ("collection_shortage", "cash_lies_under_one_slip"),
    ("collection_ticketvoid", "ticket_void_belongs_to_its_shift"),
    ("collection_ticketvoid", "ticket_void_reverses_its_cash"),
    ("ledger_entry", "entry_balances"),
    ("ledger_leg", "leg_keeps_its_entry_balanced"),
    ("papers_paper", "paper_is_voided_never_edited"),
    ("papers_paper", "paper_number_was_taken_from_its_series"),
    ("papers_series", "numbers_taken_are_used"),
    ("payments_delivery", "delivery_is_not_emptied"),
    ("payments_delivery", "delivery_keeps_what_came"),
    ("payments_payment", "cash_is_reversed_by_two_people"),
    ("payments_payment", "cash_lies_in_a_collectors_hand"),
    ("uploads_upload", "upload_is_erased_never_edited"),
)

TRIGGERS_ARE_ON = Invariant(
    code="I07",
    name="triggers_are_on",
    says="Every trigger that refuses a change exists and is enabled.",
    sql=f"""
        SELECT wanted.table_name, wanted.trigger_name, found.tgenabled AS enabled
        FROM (VALUES {", ".join(map(str, TRIGGERS))})
            AS wanted (table_name, trigger_name)
        LEFT JOIN pg_trigger AS found ON found.tgname = wanted.trigger_name
            AND found.tgrelid = to_regclass(wanted.table_name)
        WHERE found.tgenabled IS NULL OR found.tgenabled NOT IN ('O', 'A')
    """,  # noqa: S608 (names of ours)
)

APP_MAY_ONLY_ADD = Invariant(
    code="I07b",
    name="app_may_only_add",
    says="The running role may not change, delete or empty what only grows.",
    sql=f"""
        SELECT table_name, verb
        FROM unnest(ARRAY{list(ONLY_GROW)}) AS table_name
        CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS verb
        WHERE has_table_privilege('{APP_ROLE}', table_name, verb)
    """,  # noqa: S608 (names of ours)
)
