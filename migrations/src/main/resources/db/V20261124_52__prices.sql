-- Why: what models cost changes, so a price is a row with a version and a date instead of a line in a program. A version never changes once it is
-- there; publishing one, and going back to an earlier one, is a row that says from when it holds. Every usage event names the version it was
-- priced by, so that a cost can be worked out again, and corrected by an adjustment beside it, never by an edit.
-- Prices are the platform's and no secret, so every tenant may read them; only signalbox_jobs writes them. Amounts are nano-USD.
-- Locks: creates new tables only. Back-out: forward only; drop the tables by a later migration.

CREATE TABLE price_version (
  id         text        NOT NULL,
  parent     text,
  origin     text        NOT NULL,
  note       text        NOT NULL,
  created_by text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT price_version_pk PRIMARY KEY (id),
  CONSTRAINT price_version_parent_fk FOREIGN KEY (parent) REFERENCES price_version (id),
  CONSTRAINT price_version_id_form CHECK (id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'),
  CONSTRAINT price_version_origin_known CHECK (origin IN ('shipped', 'imported'))
);

-- One rate: of prompts of more than above_tokens tokens, at one service tier, of one token class.
CREATE TABLE price_row (
  version_id        text   NOT NULL,
  provider          text   NOT NULL,
  model             text   NOT NULL,
  tier              text   NOT NULL,
  above_tokens      bigint NOT NULL,
  token_class       text   NOT NULL,
  nanos_per_million bigint NOT NULL,
  source            text   NOT NULL,
  CONSTRAINT price_row_pk PRIMARY KEY (version_id, provider, model, tier, above_tokens, token_class),
  CONSTRAINT price_row_version_fk FOREIGN KEY (version_id) REFERENCES price_version (id),
  CONSTRAINT price_row_tier_known CHECK (tier IN ('standard', 'flex', 'priority', 'batch')),
  CONSTRAINT price_row_above_not_negative CHECK (above_tokens >= 0),
  CONSTRAINT price_row_rate_not_negative CHECK (nanos_per_million >= 0)
);

-- In force is what became effective last; of two at one moment, the later row.
CREATE TABLE price_activation (
  seq          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  version_id   text        NOT NULL,
  effective_at timestamptz NOT NULL,
  published_by text        NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now(),
  note         text        NOT NULL,
  CONSTRAINT price_activation_pk PRIMARY KEY (seq),
  CONSTRAINT price_activation_version_fk FOREIGN KEY (version_id) REFERENCES price_version (id)
);
CREATE INDEX price_activation_effective_ix ON price_activation (effective_at, seq);

-- A tenant's own price of a model at a provider; without rates the book's holds again from then on.
CREATE TABLE price_override (
  tenant_id    text        NOT NULL,
  provider     text        NOT NULL,
  model        text        NOT NULL,
  version      bigint      NOT NULL,
  effective_at timestamptz NOT NULL,
  rates        jsonb,
  note         text        NOT NULL,
  created_by   text        NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT price_override_pk PRIMARY KEY (tenant_id, provider, model, version),
  CONSTRAINT price_override_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT price_override_version_positive CHECK (version >= 1)
);
CREATE INDEX price_override_effective_ix ON price_override (effective_at);

-- What re-rating found an event to have cost beyond what it was booked with: add delta_nanos to the event's cost, null counted as 0. Once per event and version.
CREATE TABLE usage_adjustment (
  event_id      text        NOT NULL,
  price_version text        NOT NULL,
  tenant_id     text        NOT NULL,
  app_id        text        NOT NULL,
  key_id        text        NOT NULL,
  model         text        NOT NULL,
  provider      text        NOT NULL,
  task          text        NOT NULL,
  confidence    text        NOT NULL,
  started_at    timestamptz NOT NULL,
  before_nanos  bigint,
  after_nanos   bigint      NOT NULL,
  delta_nanos   bigint      NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT usage_adjustment_pk PRIMARY KEY (event_id, price_version),
  CONSTRAINT usage_adjustment_sums CHECK (delta_nanos = after_nanos - coalesce(before_nanos, 0)),
  CONSTRAINT usage_adjustment_after_not_negative CHECK (after_nanos >= 0)
);
CREATE INDEX usage_adjustment_time_ix ON usage_adjustment (tenant_id, started_at);

GRANT SELECT ON price_version, price_row, price_activation TO signalbox_app;
GRANT SELECT, INSERT ON price_version, price_row, price_activation TO signalbox_jobs;
SELECT append_only('price_version');
SELECT append_only('price_row');
SELECT append_only('price_activation');
SELECT protect_tenant_table('price_override');
SELECT append_only('price_override');
SELECT protect_tenant_table('usage_adjustment');
SELECT append_only('usage_adjustment');
