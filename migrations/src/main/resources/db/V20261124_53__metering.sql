-- Why: every number a person sees is read from usage_hour, so it must know what the events know: tokens and cost by class, and what was saved by which
-- means. Costs by class add up to the cost: what belongs to no class (the reservation of an attempt that nobody can account for, and what was priced
-- before classes were kept) is unsplit_cost_nanos, and the table computes it itself.
-- Savings: see docs/money.md. routing + prompt cache + response cache + batch = what the same tokens would have cost - what they cost.
-- started_at, by which events are reported, is from now on when their request arrived: all attempts of a request count in the same hour, as it does.
-- surface is null for attempts that a crash left without an end.
-- Locks: rewrites usage_event and fills usage_hour anew under exclusive locks; nodes must be stopped. Back-out: forward only.

ALTER TABLE usage_event
  ADD COLUMN input_cost_nanos           bigint  NOT NULL DEFAULT 0,
  ADD COLUMN cache_read_cost_nanos      bigint  NOT NULL DEFAULT 0,
  ADD COLUMN cache_write_5m_cost_nanos  bigint  NOT NULL DEFAULT 0,
  ADD COLUMN cache_write_1h_cost_nanos  bigint  NOT NULL DEFAULT 0,
  ADD COLUMN output_cost_nanos          bigint  NOT NULL DEFAULT 0,
  ADD COLUMN reasoning_cost_nanos       bigint  NOT NULL DEFAULT 0,
  ADD COLUMN audio_in_cost_nanos        bigint  NOT NULL DEFAULT 0,
  ADD COLUMN audio_out_cost_nanos       bigint  NOT NULL DEFAULT 0,
  ADD COLUMN image_cost_nanos           bigint  NOT NULL DEFAULT 0,
  ADD COLUMN prompt_cache_saved_nanos   bigint  NOT NULL DEFAULT 0,
  ADD COLUMN response_cache_saved_nanos bigint  NOT NULL DEFAULT 0,
  ADD COLUMN batch_saved_nanos          bigint  NOT NULL DEFAULT 0,
  ADD COLUMN surface                    text,
  ADD COLUMN translated                 boolean NOT NULL DEFAULT false;

ALTER TABLE usage_event
  ADD COLUMN unsplit_cost_nanos bigint GENERATED ALWAYS AS (coalesce(cost_nanos, 0) - input_cost_nanos - cache_read_cost_nanos
    - cache_write_5m_cost_nanos - cache_write_1h_cost_nanos - output_cost_nanos - reasoning_cost_nanos - audio_in_cost_nanos
    - audio_out_cost_nanos - image_cost_nanos) STORED,
  ADD COLUMN routing_saved_nanos bigint GENERATED ALWAYS AS
    (coalesce(baseline_nanos - cost_nanos - batch_saved_nanos - response_cache_saved_nanos, 0)) STORED,
  ADD CONSTRAINT usage_event_split_fits CHECK (unsplit_cost_nanos >= 0);

ALTER TABLE request_record
  ADD COLUMN surface    text,
  ADD COLUMN translated boolean NOT NULL DEFAULT false;

DROP TABLE usage_hour;

-- The events of one hour (UTC, by started_at) added up, in the transaction that inserts them; task is '' when there was none.
CREATE TABLE usage_hour (
  tenant_id                  text        NOT NULL,
  hour                       timestamptz NOT NULL,
  app_id                     text        NOT NULL,
  key_id                     text        NOT NULL,
  model                      text        NOT NULL,
  task                       text        NOT NULL,
  provider                   text        NOT NULL,
  confidence                 text        NOT NULL,
  paid_directly              boolean     NOT NULL,
  events                     bigint      NOT NULL,
  unpriced_events            bigint      NOT NULL,
  input_tokens               bigint      NOT NULL,
  cache_read_tokens          bigint      NOT NULL,
  cache_write_5m_tokens      bigint      NOT NULL,
  cache_write_1h_tokens      bigint      NOT NULL,
  output_tokens              bigint      NOT NULL,
  reasoning_tokens           bigint      NOT NULL,
  audio_in_tokens            bigint      NOT NULL,
  audio_out_tokens           bigint      NOT NULL,
  image_tokens               bigint      NOT NULL,
  input_cost_nanos           bigint      NOT NULL,
  cache_read_cost_nanos      bigint      NOT NULL,
  cache_write_5m_cost_nanos  bigint      NOT NULL,
  cache_write_1h_cost_nanos  bigint      NOT NULL,
  output_cost_nanos          bigint      NOT NULL,
  reasoning_cost_nanos       bigint      NOT NULL,
  audio_in_cost_nanos        bigint      NOT NULL,
  audio_out_cost_nanos       bigint      NOT NULL,
  image_cost_nanos           bigint      NOT NULL,
  unsplit_cost_nanos         bigint      NOT NULL,
  cost_nanos                 bigint      NOT NULL,
  routing_saved_nanos        bigint      NOT NULL,
  prompt_cache_saved_nanos   bigint      NOT NULL,
  response_cache_saved_nanos bigint      NOT NULL,
  batch_saved_nanos          bigint      NOT NULL,
  CONSTRAINT usage_hour_pk PRIMARY KEY (tenant_id, hour, app_id, key_id, model, task, provider, confidence, paid_directly),
  CONSTRAINT usage_hour_classes_sum CHECK (cost_nanos = input_cost_nanos + cache_read_cost_nanos + cache_write_5m_cost_nanos
    + cache_write_1h_cost_nanos + output_cost_nanos + reasoning_cost_nanos + audio_in_cost_nanos + audio_out_cost_nanos + image_cost_nanos
    + unsplit_cost_nanos)
) WITH (fillfactor = 70);

SELECT protect_tenant_table('usage_hour');

-- The owner sees no tenant's rows; this role sees all.
SET LOCAL ROLE signalbox_jobs;
INSERT INTO usage_hour
SELECT tenant_id, date_trunc('hour', started_at, 'UTC'), app_id, key_id, model, coalesce(task, ''), provider, confidence, false,
  count(*), count(*) FILTER (WHERE cost_nanos IS NULL),
  sum(input_tokens), sum(cache_read_tokens), sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(output_tokens), sum(reasoning_tokens),
  sum(audio_in_tokens), sum(audio_out_tokens), sum(image_tokens),
  sum(input_cost_nanos), sum(cache_read_cost_nanos), sum(cache_write_5m_cost_nanos), sum(cache_write_1h_cost_nanos), sum(output_cost_nanos),
  sum(reasoning_cost_nanos), sum(audio_in_cost_nanos), sum(audio_out_cost_nanos), sum(image_cost_nanos), sum(unsplit_cost_nanos),
  coalesce(sum(cost_nanos), 0), sum(routing_saved_nanos), sum(prompt_cache_saved_nanos), sum(response_cache_saved_nanos),
  sum(batch_saved_nanos)
FROM usage_event
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
RESET ROLE;
