"""The kode bayar's serial, shuffle and check digits, made and checked in the database.

Whoever has a kode bayar sees the bill and, once it is paid, its receipt with the
payer's name. So a code is no guess: the serial is shuffled by keys that are drawn when
a city's database is made, and stand nowhere else (a dump takes them along). The check
digits are those of kernel.identifiers.kode_bayar; a property test compares them, and
the table refuses a code whose check digits do not fit, whoever wrote it.
"""

from django.db import migrations

MAKE = """
    CREATE SEQUENCE levies_bill_serial
        MINVALUE 1 MAXVALUE 999999999999 START 1 NO CYCLE;

    CREATE FUNCTION levies_check_digits(body bigint) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $body$
        SELECT lpad((98 - body % 97 * 100 % 97)::text, 2, '0')
    $body$;

    -- A Feistel network over two halves of six digits: whatever its rounds compute, two
    -- serials never share a body.
    DO $make$ BEGIN EXECUTE format($function$
        CREATE FUNCTION levies_kode_bayar(serial bigint) RETURNS text
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $body$
        DECLARE
            a bigint := serial / 1000000;
            b bigint := serial %% 1000000;
            key bigint;
            mixed bigint;
        BEGIN
            FOREACH key IN ARRAY %L::bigint[] LOOP
                mixed := (a + (hashint8extended(b, key) & 1152921504606846975)) %% 1000000;
                a := b;
                b := mixed;
            END LOOP;
            RETURN lpad((a * 1000000 + b)::text, 12, '0')
                || levies_check_digits(a * 1000000 + b);
        END $body$
    $function$, (
        SELECT array_agg(hashtextextended(gen_random_uuid()::text, round))
        FROM generate_series(1, 6) AS round
    )); END $make$;

    CREATE SEQUENCE levies_payer_serial
        MINVALUE 1 MAXVALUE 9999999 START 1 NO CYCLE;

    ALTER TABLE levies_bill ADD CONSTRAINT bill_kode_bayar_has_its_check_digits CHECK (
        CASE WHEN kode_bayar ~ '^[0-9]{14}$' AND kode_bayar !~ '^0{12}'
            THEN right(kode_bayar, 2) = levies_check_digits(left(kode_bayar, 12)::bigint)
            ELSE false
        END
    );
"""
UNMAKE = """
    ALTER TABLE levies_bill DROP CONSTRAINT bill_kode_bayar_has_its_check_digits;
    DROP SEQUENCE levies_payer_serial;
    DROP FUNCTION levies_kode_bayar(bigint);
    DROP FUNCTION levies_check_digits(bigint);
    DROP SEQUENCE levies_bill_serial;
"""


class Migration(migrations.Migration):
    dependencies = [("levies", "0001_initial")]

    operations = [migrations.RunSQL(MAKE, UNMAKE)]
