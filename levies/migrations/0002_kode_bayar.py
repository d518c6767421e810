"""The kode bayar's serial and check digits, made and checked in the database.

The function says the same as kernel.identifiers.kode_bayar; a property test compares
them. The table refuses a code whose check digits do not fit, whoever wrote it.
"""

from django.db import migrations

MAKE = """
    CREATE SEQUENCE levies_bill_serial
        MINVALUE 1 MAXVALUE 999999999999 START 1 NO CYCLE;

    CREATE FUNCTION levies_check_digits(body bigint) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $body$
        SELECT lpad((98 - body % 97 * 100 % 97)::text, 2, '0')
    $body$;

    CREATE FUNCTION levies_kode_bayar(serial bigint) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $body$
        SELECT lpad(body::text, 12, '0') || levies_check_digits(body)
        FROM (
            SELECT (serial::numeric * 618033988749 % 1000000000000)::bigint AS body
        ) AS shuffled
    $body$;

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
