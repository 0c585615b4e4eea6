-- Why: our own books may agree with each other and still not with the bill. What providers report of our account (cost and tokens by UTC day and model)
-- is kept here, to be held against the events. It is the operator's account with the provider and no tenant's, so only signalbox_jobs may see it.
-- A day of a kind is replaced as a whole by the next import that covers it: importing twice changes nothing, and a corrected report takes the old one's place.
-- Locks: creates a new table only. Back-out: forward only; drop the table by a later migration.

-- model is '' where the provider does not say. input_tokens include cached_input_tokens. Credits make costs negative.
CREATE TABLE provider_report_line (
  provider            text        NOT NULL,
  day                 date        NOT NULL,
  kind                text        NOT NULL,
  model               text        NOT NULL,
  cost_nanos          bigint,
  input_tokens        bigint,
  cached_input_tokens bigint,
  output_tokens       bigint,
  source_sha256       text        NOT NULL,
  imported_at         timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT provider_report_line_pk PRIMARY KEY (provider, day, kind, model),
  CONSTRAINT provider_report_line_kind_known CHECK (kind IN ('cost', 'usage')),
  CONSTRAINT provider_report_line_cost CHECK ((kind = 'cost') = (cost_nanos IS NOT NULL)),
  CONSTRAINT provider_report_line_tokens CHECK (num_nonnulls(input_tokens, cached_input_tokens, output_tokens) = CASE kind WHEN 'usage' THEN 3 ELSE 0 END),
  CONSTRAINT provider_report_line_source_form CHECK (source_sha256 ~ '^[0-9a-f]{64}$')
);
GRANT SELECT, INSERT, DELETE ON provider_report_line TO signalbox_jobs;
