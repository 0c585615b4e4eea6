-- Why: what tenants pay. The ledger gets a closed chart of accounts and a hash chain; tenants get plans, credits and charges.
-- The chain is computed behind the drain's back: a trigger notes each new transaction in ledger_unsealed, a job chains them, tenant by
-- tenant, into ledger_seal. Likewise charge_due notes each usage event that is still to be charged. Both queues hold seconds of work.
-- Locks: short exclusive locks on ledger_account, usage_event and ledger_transaction, which validating the new constraints keeps while it
-- reads ledger_account, a table of a few rows per tenant. Back-out: forward only; drop the triggers, then the tables, by a later migration.

ALTER TABLE usage_event ADD COLUMN paid_directly boolean NOT NULL DEFAULT false;

ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_kind_known;
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_kind_known
  CHECK (kind IN ('asset', 'liability', 'income', 'expense', 'memo'));
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_code_known CHECK (code IN ('usage', 'unconfirmed', 'usage:direct', 'receivable',
  'revenue:usage', 'revenue:markup', 'revenue:platform_fee', 'credits:prepaid', 'credits:grant', 'credits:granted', 'credits:expired',
  'clearing:payment', 'write_off', 'adjustment') OR code ~ '^(payable|direct):[^:]+$');

CREATE TABLE ledger_unsealed (
  tenant_id      text NOT NULL,
  transaction_id text NOT NULL,
  CONSTRAINT ledger_unsealed_pk PRIMARY KEY (tenant_id, transaction_id)
);

-- hash = SHA-256 over the transaction, its entries, its number and previous_hash; the first of a book follows 32 zero bytes.
CREATE TABLE ledger_seal (
  tenant_id      text        NOT NULL,
  seq            bigint      NOT NULL,
  transaction_id text        NOT NULL,
  previous_hash  bytea       NOT NULL,
  hash           bytea       NOT NULL,
  sealed_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT ledger_seal_pk PRIMARY KEY (tenant_id, seq),
  CONSTRAINT ledger_seal_transaction_uq UNIQUE (tenant_id, transaction_id),
  CONSTRAINT ledger_seal_transaction_fk FOREIGN KEY (tenant_id, transaction_id) REFERENCES ledger_transaction (tenant_id, id),
  CONSTRAINT ledger_seal_seq_positive CHECK (seq > 0),
  CONSTRAINT ledger_seal_hash_size CHECK (octet_length(hash) = 32 AND octet_length(previous_hash) = 32)
);

CREATE FUNCTION ledger_transaction_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger_unsealed (tenant_id, transaction_id) SELECT tenant_id, id FROM added;
  RETURN NULL;
END
$$;
CREATE TRIGGER ledger_transaction_unsealed AFTER INSERT ON ledger_transaction
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_transaction_unsealed();

-- A plan holds from effective_at until the next one. Shares are basis points: 10000 is as much again as the cost.
CREATE TABLE billing_plan (
  tenant_id         text        NOT NULL,
  version           bigint      NOT NULL,
  kind              text        NOT NULL,
  markup_bp         integer     NOT NULL,
  fee_bp            integer     NOT NULL,
  direct_fee_bp     integer     NOT NULL,
  monthly_fee_nanos bigint      NOT NULL,
  effective_at      timestamptz NOT NULL,
  created_by        text        NOT NULL,
  created_at        timestamptz NOT NULL,
  CONSTRAINT billing_plan_pk PRIMARY KEY (tenant_id, version),
  CONSTRAINT billing_plan_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT billing_plan_kind_known CHECK (kind IN ('prepaid', 'postpaid')),
  CONSTRAINT billing_plan_markup_bounds CHECK (markup_bp BETWEEN 0 AND 100000),
  CONSTRAINT billing_plan_fee_bounds CHECK (fee_bp BETWEEN 0 AND 100000 AND direct_fee_bp BETWEEN 0 AND 100000),
  CONSTRAINT billing_plan_monthly_not_negative CHECK (monthly_fee_nanos >= 0)
);

-- Who is billed, as invoices print it.
CREATE TABLE billing_profile (
  tenant_id  text        NOT NULL,
  legal_name text        NOT NULL,
  address    text        NOT NULL,
  tax_id     text        NOT NULL,
  email      text        NOT NULL,
  reference  text        NOT NULL,
  version    bigint      NOT NULL DEFAULT 1,
  updated_by text        NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT billing_profile_pk PRIMARY KEY (tenant_id),
  CONSTRAINT billing_profile_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT billing_profile_lengths CHECK (length(legal_name) <= 200 AND length(address) <= 1000 AND length(tax_id) <= 50
    AND length(email) <= 254 AND length(reference) <= 100)
);

-- A lot of credit. remaining_nanos falls as charges take from it and when it expires; Σ of the lots of a kind = the balance of its account.
CREATE TABLE credit (
  tenant_id       text        NOT NULL,
  id              text        NOT NULL,
  kind            text        NOT NULL,
  amount_nanos    bigint      NOT NULL,
  remaining_nanos bigint      NOT NULL,
  expires_at      timestamptz,
  expired_nanos   bigint      NOT NULL DEFAULT 0,
  note            text        NOT NULL,
  created_by      text        NOT NULL,
  created_at      timestamptz NOT NULL,
  CONSTRAINT credit_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT credit_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT credit_kind_known CHECK (kind IN ('grant', 'prepaid')),
  CONSTRAINT credit_amount_positive CHECK (amount_nanos > 0),
  CONSTRAINT credit_remaining_bounds CHECK (remaining_nanos >= 0 AND expired_nanos >= 0 AND remaining_nanos + expired_nanos <= amount_nanos),
  CONSTRAINT credit_note_length CHECK (length(note) <= 200)
);
CREATE INDEX credit_left_ix ON credit (tenant_id) WHERE remaining_nanos > 0;

CREATE TABLE charge_due (
  tenant_id text NOT NULL,
  event_id  text NOT NULL,
  CONSTRAINT charge_due_pk PRIMARY KEY (tenant_id, event_id)
);

-- What a usage event costs its tenant: price = cost and markup, fee on top. Credits pay first, then it is owed.
CREATE TABLE charge (
  tenant_id      text        NOT NULL,
  event_id       text        NOT NULL,
  transaction_id text,
  used_at        timestamptz NOT NULL,
  app_id         text        NOT NULL,
  key_id         text        NOT NULL,
  provider       text        NOT NULL,
  model          text        NOT NULL,
  paid_directly  boolean     NOT NULL,
  plan_version   bigint      NOT NULL,
  cost_nanos     bigint      NOT NULL,
  price_nanos    bigint      NOT NULL,
  fee_nanos      bigint      NOT NULL,
  grant_nanos    bigint      NOT NULL,
  prepaid_nanos  bigint      NOT NULL,
  owed_nanos     bigint      NOT NULL,
  charged_at     timestamptz NOT NULL,
  CONSTRAINT charge_pk PRIMARY KEY (tenant_id, event_id),
  CONSTRAINT charge_event_fk FOREIGN KEY (event_id) REFERENCES usage_event (event_id),
  CONSTRAINT charge_transaction_fk FOREIGN KEY (tenant_id, transaction_id) REFERENCES ledger_transaction (tenant_id, id),
  CONSTRAINT charge_not_negative CHECK (cost_nanos >= 0 AND price_nanos >= 0 AND fee_nanos >= 0 AND grant_nanos >= 0
    AND prepaid_nanos >= 0 AND owed_nanos >= 0),
  CONSTRAINT charge_paid_whole CHECK (price_nanos + fee_nanos = grant_nanos + prepaid_nanos + owed_nanos)
);
CREATE INDEX charge_time_ix ON charge (tenant_id, used_at);

-- Only what the tenant can be asked to pay for: live keys, a known price, a known usage.
CREATE FUNCTION usage_event_charge_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO charge_due (tenant_id, event_id)
  SELECT tenant_id, event_id FROM added WHERE mode = 'live' AND cost_nanos IS NOT NULL AND confidence <> 'unknown';
  RETURN NULL;
END
$$;
CREATE TRIGGER usage_event_charge_due AFTER INSERT ON usage_event
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION usage_event_charge_due();

-- An order for a payment: what was asked for, so that a gateway's notice can be held against it.
CREATE TABLE payment_order (
  tenant_id    text        NOT NULL,
  id           text        NOT NULL,
  gateway      text        NOT NULL,
  purpose      text        NOT NULL,
  subject      text        NOT NULL,
  amount_nanos bigint      NOT NULL,
  currency     text        NOT NULL,
  created_by   text        NOT NULL,
  created_at   timestamptz NOT NULL,
  CONSTRAINT payment_order_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT payment_order_id_uq UNIQUE (id),
  CONSTRAINT payment_order_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT payment_order_purpose_known CHECK (purpose IN ('credit', 'invoice')),
  CONSTRAINT payment_order_amount_positive CHECK (amount_nanos > 0),
  CONSTRAINT payment_order_currency_form CHECK (currency ~ '^[A-Z]{3}$')
);

-- One payment an order, and one effect a gateway's event, whatever is sent again.
CREATE TABLE payment (
  tenant_id   text        NOT NULL,
  order_id    text        NOT NULL,
  gateway     text        NOT NULL,
  event_id    text        NOT NULL,
  amount_nanos bigint     NOT NULL,
  recorded_by text        NOT NULL,
  received_at timestamptz NOT NULL,
  CONSTRAINT payment_pk PRIMARY KEY (tenant_id, order_id),
  CONSTRAINT payment_event_uq UNIQUE (gateway, event_id),
  CONSTRAINT payment_order_fk FOREIGN KEY (tenant_id, order_id) REFERENCES payment_order (tenant_id, id)
);

-- What exists already waits to be sealed and charged like what is to come.
INSERT INTO ledger_unsealed (tenant_id, transaction_id) SELECT tenant_id, id FROM ledger_transaction;
INSERT INTO charge_due (tenant_id, event_id)
SELECT tenant_id, event_id FROM usage_event WHERE mode = 'live' AND cost_nanos IS NOT NULL AND confidence <> 'unknown';

SELECT protect_tenant_table('ledger_unsealed');
SELECT protect_tenant_table('ledger_seal');
SELECT protect_tenant_table('billing_plan');
SELECT protect_tenant_table('billing_profile');
SELECT protect_tenant_table('credit');
SELECT protect_tenant_table('charge_due');
SELECT protect_tenant_table('charge');
SELECT protect_tenant_table('payment_order');
SELECT protect_tenant_table('payment');
SELECT append_only('ledger_seal');
SELECT append_only('billing_plan');
SELECT append_only('charge');
SELECT append_only('payment_order');
SELECT append_only('payment');
