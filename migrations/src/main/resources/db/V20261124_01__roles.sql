-- Why: a missed WHERE must not show one tenant another's rows, so PostgreSQL itself decides who sees what.
-- signalbox_app is what requests run as: bound to one tenant a transaction, owner of nothing.
-- signalbox_jobs sees all tenants; a transaction has to ask for it. Neither can log in: the login role, which owns
-- the tables, steps down to one of them. Roles belong to the whole server, so another database may have made them.

DO $$
DECLARE
  role_name text;
BEGIN
  IF current_setting('server_version_num')::int < 160000 THEN
    RAISE EXCEPTION 'Signalbox needs PostgreSQL 16 or newer, this is %', current_setting('server_version');
  END IF;
  FOREACH role_name IN ARRAY ARRAY['signalbox_app', 'signalbox_jobs'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- Another database of this server made it between the question and the answer.
      END;
    END IF;
    IF NOT pg_has_role(current_user, role_name, 'SET') THEN
      -- Without inheritance the owner is as blind as anyone until it takes a role on purpose.
      EXECUTE format('GRANT %I TO CURRENT_USER WITH INHERIT FALSE, SET TRUE', role_name);
    END IF;
  END LOOP;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE EXCEPTION 'role % may not create or take the roles signalbox_app and signalbox_jobs: %', current_user, SQLERRM
    USING HINT = format('Let a superuser run: CREATE ROLE signalbox_app; CREATE ROLE signalbox_jobs; '
      'GRANT signalbox_app, signalbox_jobs TO %I WITH INHERIT FALSE, SET TRUE;', current_user);
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO signalbox_app, signalbox_jobs;

-- Every table with a tenant_id goes through this one: rows are seen and written only in the name of their tenant.
CREATE FUNCTION protect_tenant_table(protected regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_attribute
    WHERE attrelid = protected AND attname = 'tenant_id' AND atttypid = 'text'::regtype AND attnotnull AND NOT attisdropped
  ) THEN
    RAISE EXCEPTION 'table % needs a column tenant_id text NOT NULL', protected;
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', protected);
  EXECUTE format('CREATE POLICY own_tenant ON %s TO signalbox_app '
    'USING (tenant_id = current_setting(''signalbox.tenant'', true)) '
    'WITH CHECK (tenant_id = current_setting(''signalbox.tenant'', true))', protected);
  EXECUTE format('CREATE POLICY every_tenant ON %s TO signalbox_jobs USING (true) WITH CHECK (true)', protected);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO signalbox_app, signalbox_jobs', protected);
END
$$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

-- For what must never be rewritten, by anyone, the owner included: the ledger, usage events, the audit log.
CREATE FUNCTION append_only(kept regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM PUBLIC, signalbox_app, signalbox_jobs', kept);
  -- Row triggers reach partitions too; TRUNCATE knows statement triggers only.
  EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s '
    'FOR EACH ROW EXECUTE FUNCTION refuse_change()', kept);
  EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %s '
    'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept);
END
$$;

REVOKE EXECUTE ON FUNCTION protect_tenant_table(regclass), append_only(regclass) FROM PUBLIC;
