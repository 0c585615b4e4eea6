-- Why: invoices. A draft may be drawn anew until it is issued; then it has its number, its charges are its own, and nothing of it changes but
-- its state. Numbers are one sequence for the installation, taken from a row that issuing locks, so there is no gap.
-- Locks: creates new tables only. Back-out: forward only; drop the tables by a later migration.

CREATE TABLE invoice_counter (
  singleton boolean NOT NULL DEFAULT true,
  last      bigint  NOT NULL,
  CONSTRAINT invoice_counter_pk PRIMARY KEY (singleton),
  CONSTRAINT invoice_counter_singleton CHECK (singleton)
);
INSERT INTO invoice_counter (last) VALUES (0);
GRANT SELECT, UPDATE ON invoice_counter TO signalbox_jobs;

-- subject: the invoice a credit note is about. period is a month of the tenant's zone. Amounts of a credit note are negative.
CREATE TABLE invoice (
  tenant_id     text        NOT NULL,
  id            text        NOT NULL,
  kind          text        NOT NULL,
  subject       text,
  period        text        NOT NULL,
  zone          text        NOT NULL,
  starts_at     timestamptz NOT NULL,
  ends_at       timestamptz NOT NULL,
  state         text        NOT NULL,
  number        bigint,
  total_nanos   bigint      NOT NULL,
  credits_nanos bigint      NOT NULL,
  due_nanos     bigint      NOT NULL,
  billed_to     jsonb       NOT NULL DEFAULT '{}',
  reason        text        NOT NULL DEFAULT '',
  drawn_at      timestamptz NOT NULL,
  issued_at     timestamptz,
  settled_at    timestamptz,
  CONSTRAINT invoice_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT invoice_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT invoice_subject_fk FOREIGN KEY (tenant_id, subject) REFERENCES invoice (tenant_id, id),
  CONSTRAINT invoice_number_uq UNIQUE (number),
  CONSTRAINT invoice_kind_known CHECK (kind IN ('invoice', 'credit_note')),
  CONSTRAINT invoice_subject_whole CHECK ((kind = 'credit_note') = (subject IS NOT NULL)),
  CONSTRAINT invoice_state_known CHECK (state IN ('draft', 'issued', 'paid', 'void')),
  CONSTRAINT invoice_issued_whole CHECK ((state = 'draft') = (number IS NULL) AND (state = 'draft') = (issued_at IS NULL)),
  CONSTRAINT invoice_settled_whole CHECK ((state IN ('paid', 'void')) = (settled_at IS NOT NULL)),
  CONSTRAINT invoice_sum CHECK (total_nanos = credits_nanos + due_nanos),
  CONSTRAINT invoice_period_form CHECK (period ~ '^[0-9]{4}-[0-9]{2}$')
);
CREATE UNIQUE INDEX invoice_period_uq ON invoice (tenant_id, period) WHERE kind = 'invoice';

-- meter: a token class, 'unsplit' for what belongs to none, 'platform_fee', 'monthly_fee' or 'credit'. late: used in an earlier period.
CREATE TABLE invoice_line (
  tenant_id    text    NOT NULL,
  invoice_id   text    NOT NULL,
  line         integer NOT NULL,
  app_id       text    NOT NULL,
  model        text    NOT NULL,
  meter        text    NOT NULL,
  direct       boolean NOT NULL,
  late         boolean NOT NULL,
  tokens       bigint  NOT NULL,
  amount_nanos bigint  NOT NULL,
  CONSTRAINT invoice_line_pk PRIMARY KEY (tenant_id, invoice_id, line),
  CONSTRAINT invoice_line_invoice_fk FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id)
);

-- A charge is on one invoice, once that is issued.
CREATE TABLE invoice_charge (
  tenant_id  text NOT NULL,
  event_id   text NOT NULL,
  invoice_id text NOT NULL,
  CONSTRAINT invoice_charge_pk PRIMARY KEY (tenant_id, event_id),
  CONSTRAINT invoice_charge_charge_fk FOREIGN KEY (tenant_id, event_id) REFERENCES charge (tenant_id, event_id),
  CONSTRAINT invoice_charge_invoice_fk FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id)
);
CREATE INDEX invoice_charge_invoice_ix ON invoice_charge (tenant_id, invoice_id);

CREATE FUNCTION invoice_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'draft' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state = 'issued' AND NEW.state IN ('paid', 'void')
    AND to_jsonb(NEW) - 'state' - 'settled_at' = to_jsonb(OLD) - 'state' - 'settled_at' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'invoice % is % and frozen: % is refused', OLD.id, OLD.state, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER invoice_frozen BEFORE UPDATE OR DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_frozen();

CREATE FUNCTION invoice_line_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched invoice_line := CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
BEGIN
  PERFORM FROM invoice WHERE tenant_id = touched.tenant_id AND id = touched.invoice_id AND state <> 'draft';
  IF FOUND OR TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'the lines of invoice % are frozen: % is refused', touched.invoice_id, TG_OP USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN touched;
END
$$;
CREATE TRIGGER invoice_line_frozen BEFORE INSERT OR UPDATE OR DELETE ON invoice_line FOR EACH ROW EXECUTE FUNCTION invoice_line_frozen();

SELECT protect_tenant_table('invoice');
SELECT protect_tenant_table('invoice_line');
SELECT protect_tenant_table('invoice_charge');
SELECT append_only('invoice_charge');
