-- Roles and database of one city. Run once as a superuser of the server; the embedded
-- server of `make start` and the tests run this same file. Passwords: ALTER ROLE … PASSWORD.
--   psql -v database=rempah -f deploy/database.sql
SELECT 'CREATE ROLE rempah_owner LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rempah_owner') \gexec
SELECT 'CREATE ROLE rempah_app LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rempah_app') \gexec
SELECT format('CREATE DATABASE %I OWNER rempah_owner', :'database') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
\connect :database
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
ALTER SCHEMA public OWNER TO rempah_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO rempah_app;
-- What the running role may do with a new table; ledger, events and audit take more away.
ALTER DEFAULT PRIVILEGES FOR ROLE rempah_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO rempah_app;
ALTER DEFAULT PRIVILEGES FOR ROLE rempah_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO rempah_app;
