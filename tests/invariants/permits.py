"""Applications for the healthy books, made in SQL, and corruptions of them."""

# An issued application on a bill that is still owed, told by all its moves.
_ISSUED = """
    INSERT INTO permits_permittype (code, version, opd_id, content, sha256, loaded_at)
    SELECT 'uji', 1, min(id), '{{}}', 'x', now() FROM city_opd;
    INSERT INTO accounts_person (password, username, full_name, is_active)
    VALUES ('', 'izin-a', 'A', true), ('', 'izin-b', 'B', true);
    INSERT INTO permits_application (token, number, permit_type_id, state, turn,
        holder_name, nik, started_at, submitted_at, decided_at, findings, place,
        checker_id, approver_id, bill_id, decision_id, valid_from, valid_until,
        attention)
    SELECT 'uji', 'UJI-2026-00001', type.id, 'issued', 0, '', '', now(), now(), now(),
        '{{}}', '', (SELECT id FROM accounts_person WHERE username = 'izin-a'),
        (SELECT id FROM accounts_person WHERE username = 'izin-b'),
        (SELECT min(id) FROM levies_bill WHERE state <> 'paid_off'),
        (SELECT min(id) FROM papers_paper), '2026-04-01', '2028-03-31', '{attention}'
    FROM permits_permittype AS type WHERE type.code = 'uji';
    INSERT INTO permits_applicationevent
        (application_id, name, source, target, note, at)
    SELECT application.id, 'x', move.source, move.target, '', now()
    FROM permits_application AS application, (VALUES
        (1, 'draft', 'submitted'), (2, 'submitted', 'checked'),
        (3, 'checked', 'awaiting_payment'), (4, 'awaiting_payment', 'paid'),
        (5, 'paid', 'issued')) AS move (place, source, target)
    WHERE application.token = 'uji' ORDER BY move.place;
"""
_TOLD = _ISSUED.format(attention="payment_taken_back")

PERMIT_MUTATIONS: list[tuple[str, str, str]] = [
    (
        "application_moves_along_its_table",
        "a state is set past its writer",
        f"{_TOLD} UPDATE permits_application SET state = 'expired'",  # noqa: S608
    ),
    (
        "application_moves_along_its_table",
        "a move is forged",
        f"{_TOLD} INSERT INTO permits_applicationevent (application_id, name, source, "  # noqa: S608
        "target, note, at) SELECT id, 'x', 'issued', 'draft', '', now() "
        "FROM permits_application",
    ),
    (
        "decision_rests_on_its_levy",
        "a flag on an unpaid levy is taken down",
        f"{_TOLD} UPDATE permits_application SET attention = ''",  # noqa: S608
    ),
]
