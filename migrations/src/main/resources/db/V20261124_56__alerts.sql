-- Why: being told in time. Rules say what to watch, alerts what was found, channels whom to tell, deliveries what was sent and what came of it.
-- One alert for a rule, a subject, a window and a mark: the unique constraint is the whole deduplication, whatever node evaluates how often. One
-- delivery for an event and a channel: sending is at least once, and the receiver knows a repetition by the event's id.
-- Locks: creates new tables only. Back-out: forward only; drop the tables by a later migration.

-- When each job of the installation last ran through. No tenant's, so only signalbox_jobs may see it.
CREATE TABLE job_run (
  job    text        NOT NULL,
  ran_at timestamptz NOT NULL,
  CONSTRAINT job_run_pk PRIMARY KEY (job)
);
GRANT SELECT, INSERT, UPDATE ON job_run TO signalbox_jobs;

-- subject_id is the budget or the app to watch; null: every one. marks are per cent of a limit; none: each budget's own. A deleted rule stays, for its alerts name it and a tenant that wants none must not be given
-- the standard ones again.
CREATE TABLE alert_rule (
  tenant_id   text        NOT NULL,
  id          text        NOT NULL,
  name        text        NOT NULL,
  kind        text        NOT NULL,
  subject_id  text,
  marks       integer[]   NOT NULL DEFAULT '{}',
  floor_nanos bigint      NOT NULL DEFAULT 0,
  channel_ids text[]      NOT NULL DEFAULT '{}',
  enabled     boolean     NOT NULL DEFAULT true,
  version     bigint      NOT NULL DEFAULT 1,
  created_by  text        NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  deleted_at  timestamptz,
  CONSTRAINT alert_rule_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT alert_rule_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT alert_rule_id_form CHECK (id ~ '^alr_[0-9A-Za-z]{1,60}$'),
  CONSTRAINT alert_rule_name_length CHECK (length(name) BETWEEN 1 AND 100),
  CONSTRAINT alert_rule_kind_known CHECK (kind IN ('budget_threshold', 'budget_forecast', 'anomaly', 'unpriced_model')),
  CONSTRAINT alert_rule_marks CHECK ((kind = 'budget_threshold' OR cardinality(marks) = 0) AND cardinality(marks) <= 10),
  CONSTRAINT alert_rule_floor_not_negative CHECK (floor_nanos >= 0)
);

-- subject is the budget, app, tenant or model it is about; alert_window the budget's window, the hour or the month; mark a percentage, or 0 where a rule
-- has none.
CREATE TABLE alert (
  tenant_id    text        NOT NULL,
  id           text        NOT NULL,
  rule_id      text        NOT NULL,
  event_type   text        NOT NULL,
  subject      text        NOT NULL,
  alert_window text        NOT NULL,
  mark         integer     NOT NULL,
  summary      text        NOT NULL,
  details      text        NOT NULL,
  raised_at    timestamptz NOT NULL,
  acked_at     timestamptz,
  acked_by     text,
  CONSTRAINT alert_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT alert_rule_fk FOREIGN KEY (tenant_id, rule_id) REFERENCES alert_rule (tenant_id, id),
  CONSTRAINT alert_once_uq UNIQUE (tenant_id, rule_id, subject, alert_window, mark),
  CONSTRAINT alert_details_json CHECK (details IS JSON OBJECT),
  CONSTRAINT alert_acked_whole CHECK (num_nulls(acked_at, acked_by) IN (0, 2))
);
CREATE INDEX alert_time_ix ON alert (tenant_id, raised_at DESC, id DESC);

-- target is a URL, sealed with the secrets because it may be one itself (Slack's), or e-mail addresses; shown_target is what people see of it.
-- audit_seq is how far the tenant's audit trail has been told to this channel.
CREATE TABLE channel (
  tenant_id         text        NOT NULL,
  id                text        NOT NULL,
  name              text        NOT NULL,
  kind              text        NOT NULL,
  shown_target      text        NOT NULL,
  event_types       text[]      NOT NULL,
  sealed            bytea       NOT NULL,
  second_until      timestamptz,
  state             text        NOT NULL DEFAULT 'active',
  failing_since     timestamptz,
  audit_seq         bigint      NOT NULL DEFAULT 0,
  version           bigint      NOT NULL DEFAULT 1,
  created_by        text        NOT NULL,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  CONSTRAINT channel_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT channel_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT channel_id_form CHECK (id ~ '^whk_[0-9A-Za-z]{1,60}$'),
  CONSTRAINT channel_name_length CHECK (length(name) BETWEEN 1 AND 100),
  CONSTRAINT channel_kind_known CHECK (kind IN ('webhook', 'slack', 'email')),
  CONSTRAINT channel_state_known CHECK (state IN ('active', 'disabled', 'deleted'))
);

-- The outbox and the log. next_at is when it is tried (again); whoever takes a delivery moves it on first, so that a node that dies leaves it for another.
CREATE TABLE delivery (
  tenant_id   text        NOT NULL,
  id          text        NOT NULL,
  channel_id  text        NOT NULL,
  event_id    text        NOT NULL,
  event_type  text        NOT NULL,
  payload     text        NOT NULL,
  state       text        NOT NULL DEFAULT 'pending',
  attempts    integer     NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL,
  began_at    timestamptz NOT NULL,
  next_at     timestamptz NOT NULL,
  ended_at    timestamptz,
  last_status integer,
  last_error  text,
  CONSTRAINT delivery_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT delivery_channel_fk FOREIGN KEY (tenant_id, channel_id) REFERENCES channel (tenant_id, id),
  CONSTRAINT delivery_once_uq UNIQUE (tenant_id, channel_id, event_id),
  CONSTRAINT delivery_state_known CHECK (state IN ('pending', 'delivered', 'failed')),
  CONSTRAINT delivery_payload_json CHECK (payload IS JSON OBJECT)
) WITH (fillfactor = 80);
CREATE INDEX delivery_due_ix ON delivery (next_at) WHERE state = 'pending';
CREATE INDEX delivery_channel_ix ON delivery (tenant_id, channel_id, created_at DESC, id DESC);

SELECT protect_tenant_table('alert_rule');
SELECT protect_tenant_table('alert');
SELECT protect_tenant_table('channel');
SELECT protect_tenant_table('delivery');
