-- Why: the money: budgets and what is held and spent of them, leases, usage events, the ledger, request records.
-- PostgreSQL is the only authority: a row of budget_period decides what may still be spent, a lease is money taken out of it for one attempt, and
-- an event counts once because its id is a primary key. Amounts are nano-USD.
-- What arrives from the nodes' journals (usage_event, request_record, lease) has no foreign keys to keys, apps or budgets: it has already
-- happened, it must be storable whatever became of them since, and the hot path must not lock their rows.
-- Locks: creates new tables only. Back-out: forward only; drop the tables by a later migration.

CREATE TABLE budget (
  id            text        NOT NULL,
  tenant_id     text        NOT NULL,
  name          text        NOT NULL,
  scope         text        NOT NULL,
  scope_id      text        NOT NULL,
  budget_window text        NOT NULL,
  limit_nanos   bigint      NOT NULL,
  state         text        NOT NULL DEFAULT 'active',
  version       bigint      NOT NULL DEFAULT 1,
  created_by    text        NOT NULL,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  CONSTRAINT budget_pk PRIMARY KEY (id),
  CONSTRAINT budget_tenant_uq UNIQUE (tenant_id, id),
  CONSTRAINT budget_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT budget_id_form CHECK (id ~ '^bud_[0-9A-Za-z]{1,60}$'),
  CONSTRAINT budget_name_length CHECK (length(name) BETWEEN 1 AND 100),
  CONSTRAINT budget_scope_known CHECK (scope IN ('tenant', 'app', 'key')),
  CONSTRAINT budget_scope_own_tenant CHECK (scope <> 'tenant' OR scope_id = tenant_id),
  CONSTRAINT budget_window_known CHECK (budget_window IN ('month', 'total')),
  CONSTRAINT budget_limit_not_negative CHECK (limit_nanos >= 0),
  CONSTRAINT budget_state_known CHECK (state IN ('active', 'archived'))
);

-- period is 'YYYY-MM' (UTC, by the database's clock) or 'total'. The hot row: fillfactor leaves room for updates in place.
CREATE TABLE budget_period (
  budget_id     text   NOT NULL,
  period        text   NOT NULL,
  tenant_id     text   NOT NULL,
  spent_nanos   bigint NOT NULL DEFAULT 0,
  held_nanos    bigint NOT NULL DEFAULT 0,
  overrun_nanos bigint NOT NULL DEFAULT 0,
  CONSTRAINT budget_period_pk PRIMARY KEY (budget_id, period),
  CONSTRAINT budget_period_budget_fk FOREIGN KEY (tenant_id, budget_id) REFERENCES budget (tenant_id, id),
  CONSTRAINT budget_period_form CHECK (period = 'total' OR period ~ '^[0-9]{4}-[0-9]{2}$'),
  CONSTRAINT budget_period_spent_not_negative CHECK (spent_nanos >= 0),
  CONSTRAINT budget_period_held_not_negative CHECK (held_nanos >= 0),
  CONSTRAINT budget_period_overrun_not_negative CHECK (overrun_nanos >= 0)
) WITH (fillfactor = 50);

-- One attempt's money in one budget; lease_id is its event's id. Closed only by what the node's journal says, never by time. A closed lease of 0 in
-- period 'none' is the tombstone of a reservation whose commit was in doubt: should it still arrive, the primary key refuses it.
CREATE TABLE lease (
  lease_id      text        NOT NULL,
  budget_id     text        NOT NULL,
  period        text        NOT NULL,
  tenant_id     text        NOT NULL,
  node_id       text        NOT NULL,
  epoch         bigint      NOT NULL,
  granted_nanos bigint      NOT NULL,
  state         text        NOT NULL DEFAULT 'open',
  granted_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT lease_pk PRIMARY KEY (lease_id, budget_id),
  CONSTRAINT lease_granted_not_negative CHECK (granted_nanos >= 0),
  CONSTRAINT lease_state_known CHECK (state IN ('open', 'closed'))
) WITH (fillfactor = 70);
CREATE INDEX lease_open_ix ON lease (node_id, epoch) WHERE state = 'open';

-- A node's epoch grows at every boot; grants of an older epoch are refused. No tenant's, so only signalbox_jobs may see it.
CREATE TABLE node (
  id        text        NOT NULL,
  epoch     bigint      NOT NULL,
  booted_at timestamptz NOT NULL,
  CONSTRAINT node_pk PRIMARY KEY (id)
);
GRANT SELECT, INSERT, UPDATE ON node TO signalbox_jobs;

-- cost_nanos is null when the model was unpriced: never zero, never a guess.
CREATE TABLE usage_event (
  event_id              text        NOT NULL,
  request_id            text        NOT NULL,
  attempt               integer     NOT NULL,
  tenant_id             text        NOT NULL,
  app_id                text        NOT NULL,
  key_id                text        NOT NULL,
  mode                  text        NOT NULL,
  provider              text        NOT NULL,
  model                 text        NOT NULL,
  requested_model       text        NOT NULL,
  task                  text,
  route_reason          text        NOT NULL,
  input_tokens          bigint      NOT NULL,
  cache_read_tokens     bigint      NOT NULL,
  cache_write_5m_tokens bigint      NOT NULL,
  cache_write_1h_tokens bigint      NOT NULL,
  output_tokens         bigint      NOT NULL,
  reasoning_tokens      bigint      NOT NULL,
  audio_in_tokens       bigint      NOT NULL,
  audio_out_tokens      bigint      NOT NULL,
  image_tokens          bigint      NOT NULL,
  cost_nanos            bigint,
  baseline_nanos        bigint,
  reserved_nanos        bigint      NOT NULL,
  confidence            text        NOT NULL,
  price_version         text        NOT NULL,
  started_at            timestamptz NOT NULL,
  ended_at              timestamptz NOT NULL,
  recorded_at           timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT usage_event_pk PRIMARY KEY (event_id),
  CONSTRAINT usage_event_confidence_known CHECK (confidence IN ('exact', 'estimated', 'unknown')),
  CONSTRAINT usage_event_cost_not_negative CHECK (cost_nanos >= 0)
);
CREATE INDEX usage_event_time_ix ON usage_event (tenant_id, started_at);

-- The events of one hour (UTC, by started_at) added up, in the transaction that inserts them; task is '' when there was none.
CREATE TABLE usage_hour (
  tenant_id         text        NOT NULL,
  hour              timestamptz NOT NULL,
  app_id            text        NOT NULL,
  key_id            text        NOT NULL,
  model             text        NOT NULL,
  task              text        NOT NULL,
  provider          text        NOT NULL,
  confidence        text        NOT NULL,
  events            bigint      NOT NULL,
  unpriced_events   bigint      NOT NULL,
  prompt_tokens     bigint      NOT NULL,
  completion_tokens bigint      NOT NULL,
  cost_nanos        bigint      NOT NULL,
  saved_nanos       bigint      NOT NULL,
  CONSTRAINT usage_hour_pk PRIMARY KEY (tenant_id, hour, app_id, key_id, model, task, provider, confidence)
) WITH (fillfactor = 70);

CREATE TABLE request_record (
  request_id            text        NOT NULL,
  tenant_id             text        NOT NULL,
  app_id                text        NOT NULL,
  key_id                text        NOT NULL,
  mode                  text        NOT NULL,
  at                    timestamptz NOT NULL,
  requested_model       text        NOT NULL,
  served_model          text,
  provider              text,
  task                  text,
  task_source           text        NOT NULL,
  route_reason          text,
  policy_version        text        NOT NULL,
  status                integer     NOT NULL,
  fault_code            text,
  streamed              boolean     NOT NULL,
  input_tokens          bigint      NOT NULL,
  cache_read_tokens     bigint      NOT NULL,
  cache_write_5m_tokens bigint      NOT NULL,
  cache_write_1h_tokens bigint      NOT NULL,
  output_tokens         bigint      NOT NULL,
  reasoning_tokens      bigint      NOT NULL,
  audio_in_tokens       bigint      NOT NULL,
  audio_out_tokens      bigint      NOT NULL,
  image_tokens          bigint      NOT NULL,
  cost_nanos            bigint,
  cost_status           text        NOT NULL,
  saved_nanos           bigint,
  cache                 text        NOT NULL,
  latency_ms            bigint      NOT NULL,
  first_token_ms        bigint      NOT NULL,
  overhead_us           bigint      NOT NULL,
  attempts              jsonb       NOT NULL,
  candidates            jsonb       NOT NULL,
  CONSTRAINT request_record_pk PRIMARY KEY (request_id)
);
CREATE INDEX request_record_time_ix ON request_record (tenant_id, at DESC, request_id DESC);
CREATE INDEX request_record_key_ix ON request_record (tenant_id, key_id, at DESC, request_id DESC);

-- Every tenant keeps its own book, so each balances by itself. Codes: usage, unconfirmed, payable:<provider>.
CREATE TABLE ledger_account (
  tenant_id text NOT NULL,
  code      text NOT NULL,
  kind      text NOT NULL,
  CONSTRAINT ledger_account_pk PRIMARY KEY (tenant_id, code),
  CONSTRAINT ledger_account_kind_known CHECK (kind IN ('expense', 'liability'))
);

-- event_id is the fact that caused it: one usage event is posted at most once.
CREATE TABLE ledger_transaction (
  id          text        NOT NULL,
  tenant_id   text        NOT NULL,
  kind        text        NOT NULL,
  event_id    text,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT ledger_transaction_pk PRIMARY KEY (id),
  CONSTRAINT ledger_transaction_tenant_uq UNIQUE (tenant_id, id),
  CONSTRAINT ledger_transaction_event_uq UNIQUE (event_id)
);
CREATE INDEX ledger_transaction_time_ix ON ledger_transaction (tenant_id, occurred_at);

-- Debits are positive, credits negative.
CREATE TABLE ledger_entry (
  transaction_id text     NOT NULL,
  line           smallint NOT NULL,
  tenant_id      text     NOT NULL,
  account        text     NOT NULL,
  amount_nanos   bigint   NOT NULL,
  CONSTRAINT ledger_entry_pk PRIMARY KEY (transaction_id, line),
  CONSTRAINT ledger_entry_transaction_fk FOREIGN KEY (tenant_id, transaction_id) REFERENCES ledger_transaction (tenant_id, id),
  CONSTRAINT ledger_entry_account_fk FOREIGN KEY (tenant_id, account) REFERENCES ledger_account (tenant_id, code),
  CONSTRAINT ledger_entry_not_zero CHECK (amount_nanos <> 0)
);
CREATE INDEX ledger_entry_account_ix ON ledger_entry (tenant_id, account);

-- Looks every transaction up by its key, also while the table is too new to have statistics.
CREATE FUNCTION ledger_entry_zero_sum() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  unbalanced text;
BEGIN
  SELECT touched.transaction_id INTO unbalanced
  FROM (SELECT DISTINCT transaction_id FROM added) touched,
    LATERAL (SELECT sum(whole.amount_nanos) AS balance FROM ledger_entry whole WHERE whole.transaction_id = touched.transaction_id) total
  WHERE total.balance <> 0
  LIMIT 1;
  IF unbalanced IS NOT NULL THEN
    RAISE EXCEPTION 'ledger transaction % does not sum to zero', unbalanced
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_zero_sum', TABLE = 'ledger_entry';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER ledger_entry_zero_sum AFTER INSERT ON ledger_entry
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_zero_sum();

SELECT protect_tenant_table('budget');
SELECT protect_tenant_table('budget_period');
SELECT protect_tenant_table('lease');
SELECT protect_tenant_table('usage_event');
SELECT protect_tenant_table('usage_hour');
SELECT protect_tenant_table('request_record');
SELECT protect_tenant_table('ledger_account');
SELECT protect_tenant_table('ledger_transaction');
SELECT protect_tenant_table('ledger_entry');
SELECT append_only('usage_event');
SELECT append_only('ledger_account');
SELECT append_only('ledger_transaction');
SELECT append_only('ledger_entry');
