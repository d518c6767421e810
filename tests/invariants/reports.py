"""A citizen's report for the healthy books, made in SQL, and corruptions of it."""

# An answered report, told by all its moves, and a picture it does not show.
_ANSWERED = """
    INSERT INTO uploads_upload (code, media_type, content, size, sha256, width, height,
        name, uploaded_at)
    VALUES ('bukti', 'image/jpeg', 'x', 1, 'x', 1, 1, '', now()),
        ('lain', 'image/jpeg', 'y', 1, 'y', 1, 1, '', now());
    INSERT INTO complaints_reportcategory (code, name, opd_id, position, deadline_days,
        deadline_basis, needs_photo, is_confidential, is_offered, name_en)
    SELECT 'uji', 'Uji', min(id), 1, 14, 'uji', false, false, true, '' FROM city_opd;
    INSERT INTO complaints_report (number, sending, category_id, opd_id, kelurahan_id,
        text, contact, proof_id, state, submitted_at, due_on, answered_at, reply_until)
    SELECT '000000000098', gen_random_uuid(), category.id, category.opd_id,
        (SELECT min(id) FROM city_kelurahan), 'uji', '',
        (SELECT id FROM uploads_upload WHERE code = 'bukti'), 'answered', now(),
        '2026-04-01', now(), '2026-04-15'
    FROM complaints_reportcategory AS category WHERE category.code = 'uji';
    INSERT INTO complaints_reportevent
        (report_id, name, source, target, opd_id, note, photo_id, at)
    SELECT report.id, move.name, move.source, move.target, report.opd_id, move.note,
        CASE move.name WHEN 'answered' THEN report.proof_id END, now()
    FROM complaints_report AS report, (VALUES
        (1, 'submitted', '', 'submitted', ''),
        (2, 'accepted', 'submitted', 'accepted', ''),
        (3, 'work_started', 'accepted', 'in_progress', ''),
        (4, 'answered', 'in_progress', 'answered', 'Sudah'))
        AS move (place, name, source, target, note)
    ORDER BY move.place;
"""

REPORT_MUTATIONS: list[tuple[str, str, str]] = [
    (
        "report_moves_along_its_table",
        "a report is confirmed past its writer",
        f"{_ANSWERED} UPDATE complaints_report SET state = 'confirmed'",  # noqa: S608
    ),
    (
        "report_moves_along_its_table",
        "a report came from nowhere",
        f"{_ANSWERED} DELETE FROM complaints_reportevent",  # noqa: S608
    ),
    (
        "report_is_done_with_its_proof",
        "another picture takes the place of the proof",
        f"{_ANSWERED} UPDATE complaints_report SET proof_id = "  # noqa: S608
        "(SELECT id FROM uploads_upload WHERE code = 'lain')",
    ),
]
