-- Why: the accounts are checked all the time, and what does not agree is kept with its evidence until an operator has looked: a difference that goes away by
-- itself is a difference all the same. A budget whose figures do not agree must not hand out more money meanwhile, so it is frozen until it is cleared.
-- The two indexes are of the kind that costs next to nothing on tables that only grow: they find what was written lately.
-- Locks: usage_event and ledger_transaction against writes while the indexes are built, for as long as reading them once takes. Back-out: forward only.

-- About the installation, so only signalbox_jobs may see it. budget_id and whose, its tenant, are set when the difference is a budget's.
CREATE TABLE reconciliation_finding (
  id           text        NOT NULL,
  check_name   text        NOT NULL,
  subject      text        NOT NULL,
  expected     bigint      NOT NULL,
  actual       bigint      NOT NULL,
  whose        text,
  budget_id    text,
  evidence     text        NOT NULL,
  found_at     timestamptz NOT NULL DEFAULT now(),
  seen_at      timestamptz NOT NULL DEFAULT now(),
  cleared_at   timestamptz,
  cleared_note text,
  CONSTRAINT reconciliation_finding_pk PRIMARY KEY (id),
  CONSTRAINT reconciliation_finding_evidence_json CHECK (evidence IS JSON),
  CONSTRAINT reconciliation_finding_cleared_whole CHECK (num_nulls(cleared_at, cleared_note) IN (0, 2))
);
CREATE UNIQUE INDEX reconciliation_finding_open_uq ON reconciliation_finding (check_name, subject) WHERE cleared_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON reconciliation_finding TO signalbox_jobs;

CREATE TABLE budget_freeze (
  tenant_id  text        NOT NULL,
  budget_id  text        NOT NULL,
  finding_id text        NOT NULL,
  frozen_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT budget_freeze_pk PRIMARY KEY (tenant_id, budget_id, finding_id),
  CONSTRAINT budget_freeze_budget_fk FOREIGN KEY (tenant_id, budget_id) REFERENCES budget (tenant_id, id)
);
SELECT protect_tenant_table('budget_freeze');

CREATE INDEX usage_event_recorded_ix ON usage_event USING brin (recorded_at);
CREATE INDEX ledger_transaction_recorded_ix ON ledger_transaction USING brin (recorded_at);
