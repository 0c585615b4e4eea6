-- Why: who may use Signalbox and with what: tenants, their apps and members, virtual keys, admin tokens, provider credentials, routing
-- settings, sign-in and the audit trail. Secrets are never stored: keys and tokens as HMAC digests, provider secrets sealed.
-- Every foreign key is composite with tenant_id, so that no row can point into another tenant; row-level security comes on top.
-- Locks: creates new tables only. Back-out: forward only; drop the tables by a later migration.

CREATE TABLE tenant (
  tenant_id      text        NOT NULL,
  name           text        NOT NULL,
  reporting_zone text        NOT NULL DEFAULT 'UTC',
  stores_bodies  boolean     NOT NULL DEFAULT false,
  created_at     timestamptz NOT NULL,
  suspended_at   timestamptz,
  CONSTRAINT tenant_pk PRIMARY KEY (tenant_id),
  CONSTRAINT tenant_id_form CHECK (tenant_id ~ '^ten_[0-9A-Za-z]{1,60}$'),
  CONSTRAINT tenant_name_length CHECK (length(name) BETWEEN 1 AND 100)
);

CREATE TABLE app (
  tenant_id   text        NOT NULL,
  id          text        NOT NULL,
  name        text        NOT NULL,
  created_at  timestamptz NOT NULL,
  archived_at timestamptz,
  CONSTRAINT app_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT app_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT app_name_uq UNIQUE (tenant_id, name),
  CONSTRAINT app_name_length CHECK (length(name) BETWEEN 1 AND 100)
);

CREATE TABLE member (
  tenant_id   text        NOT NULL,
  id          text        NOT NULL,
  email       text        NOT NULL,
  name        text        NOT NULL,
  role        text        NOT NULL,
  created_at  timestamptz NOT NULL,
  disabled_at timestamptz,
  CONSTRAINT member_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT member_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT member_email_uq UNIQUE (tenant_id, email),
  CONSTRAINT member_role_known CHECK (role IN ('owner', 'admin', 'billing', 'developer', 'viewer'))
);

CREATE TABLE virtual_key (
  tenant_id      text        NOT NULL,
  id             text        NOT NULL,
  app_id         text        NOT NULL,
  name           text        NOT NULL,
  mode           text        NOT NULL,
  allowed_models text[]      NOT NULL DEFAULT '{}',
  created_by     text        NOT NULL,
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz,
  revoked_at     timestamptz,
  last_used_at   timestamptz,
  CONSTRAINT virtual_key_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT virtual_key_app_fk FOREIGN KEY (tenant_id, app_id) REFERENCES app (tenant_id, id),
  CONSTRAINT virtual_key_mode_known CHECK (mode IN ('live', 'test')),
  CONSTRAINT virtual_key_name_length CHECK (length(name) BETWEEN 1 AND 100)
);
CREATE INDEX virtual_key_app_ix ON virtual_key (tenant_id, app_id, id);

-- A key has one secret, or two while a rotation's grace runs. The digest is found across tenants: it is how a request's tenant is learned.
CREATE TABLE key_secret (
  tenant_id      text        NOT NULL,
  key_id         text        NOT NULL,
  digest         bytea       NOT NULL,
  pepper_version integer     NOT NULL,
  hint           text        NOT NULL,
  last_four      text        NOT NULL,
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz,
  CONSTRAINT key_secret_pk PRIMARY KEY (tenant_id, key_id, digest),
  CONSTRAINT key_secret_key_fk FOREIGN KEY (tenant_id, key_id) REFERENCES virtual_key (tenant_id, id),
  CONSTRAINT key_secret_digest_uq UNIQUE (digest),
  CONSTRAINT key_secret_digest_size CHECK (octet_length(digest) = 32)
);

CREATE TABLE admin_token (
  tenant_id      text        NOT NULL,
  id             text        NOT NULL,
  name           text        NOT NULL,
  scopes         text[]      NOT NULL,
  digest         bytea       NOT NULL,
  pepper_version integer     NOT NULL,
  hint           text        NOT NULL,
  last_four      text        NOT NULL,
  created_by     text        NOT NULL,
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz,
  revoked_at     timestamptz,
  last_used_at   timestamptz,
  CONSTRAINT admin_token_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT admin_token_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT admin_token_digest_uq UNIQUE (digest),
  CONSTRAINT admin_token_digest_size CHECK (octet_length(digest) = 32)
);

-- origin is what the sealed secret is bound to: changing it drops the secret. trusted = configured by the operator, so loopback is allowed.
CREATE TABLE provider_credential (
  tenant_id      text        NOT NULL,
  id             text        NOT NULL,
  provider       text        NOT NULL,
  name           text        NOT NULL,
  origin         text        NOT NULL,
  trusted        boolean     NOT NULL DEFAULT false,
  last_four      text,
  kek_version    integer,
  wrapped_dek    bytea,
  ciphertext     bytea,
  secret_version integer     NOT NULL DEFAULT 0,
  version        bigint      NOT NULL DEFAULT 1,
  created_by     text        NOT NULL,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  CONSTRAINT provider_credential_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT provider_credential_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT provider_credential_name_uq UNIQUE (tenant_id, provider, name),
  CONSTRAINT provider_credential_sealed_whole CHECK (
    num_nulls(last_four, kek_version, wrapped_dek, ciphertext) IN (0, 4))
);

-- scope is 'tenant' or an app's id. One version of a scope is published at a time; versions are kept.
CREATE TABLE routing_policy (
  tenant_id  text        NOT NULL,
  scope      text        NOT NULL,
  version    integer     NOT NULL,
  document   jsonb       NOT NULL,
  published  boolean     NOT NULL,
  created_by text        NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT routing_policy_pk PRIMARY KEY (tenant_id, scope, version),
  CONSTRAINT routing_policy_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT routing_policy_scope_form CHECK (scope = 'tenant' OR scope ~ '^app_')
);
CREATE UNIQUE INDEX routing_policy_published_uq ON routing_policy (tenant_id, scope) WHERE published;

CREATE TABLE model_alias (
  tenant_id  text        NOT NULL,
  alias      text        NOT NULL,
  model      text        NOT NULL,
  created_by text        NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT model_alias_pk PRIMARY KEY (tenant_id, alias),
  CONSTRAINT model_alias_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id)
);

-- Hash-chained per tenant: hash = SHA-256 over the row's fields and the previous row's hash. before and after are JSON texts, kept to the
-- letter because they are hashed (jsonb would reorder them).
CREATE TABLE audit_event (
  tenant_id     text        NOT NULL,
  seq           bigint      NOT NULL,
  id            text        NOT NULL,
  at            timestamptz NOT NULL,
  actor_kind    text        NOT NULL,
  actor_id      text        NOT NULL,
  action        text        NOT NULL,
  target_kind   text        NOT NULL,
  target_id     text        NOT NULL,
  before        text,
  after         text,
  request_id    text        NOT NULL,
  previous_hash bytea       NOT NULL,
  hash          bytea       NOT NULL,
  CONSTRAINT audit_event_pk PRIMARY KEY (tenant_id, seq),
  CONSTRAINT audit_event_id_uq UNIQUE (tenant_id, id),
  CONSTRAINT audit_event_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
  CONSTRAINT audit_event_actor_known CHECK (actor_kind IN ('member', 'admin_token', 'system')),
  CONSTRAINT audit_event_before_json CHECK (before IS JSON OBJECT),
  CONSTRAINT audit_event_after_json CHECK (after IS JSON OBJECT)
);

CREATE TABLE sign_in_link (
  tenant_id    text        NOT NULL,
  member_id    text        NOT NULL,
  token_digest bytea       NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  used_at      timestamptz,
  CONSTRAINT sign_in_link_pk PRIMARY KEY (tenant_id, token_digest),
  CONSTRAINT sign_in_link_member_fk FOREIGN KEY (tenant_id, member_id) REFERENCES member (tenant_id, id),
  CONSTRAINT sign_in_link_digest_uq UNIQUE (token_digest),
  CONSTRAINT sign_in_link_digest_size CHECK (octet_length(token_digest) = 32)
);

CREATE TABLE session (
  tenant_id  text        NOT NULL,
  id         text        NOT NULL,
  member_id  text        NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT session_pk PRIMARY KEY (tenant_id, id),
  CONSTRAINT session_member_fk FOREIGN KEY (tenant_id, member_id) REFERENCES member (tenant_id, id)
);
CREATE INDEX session_member_ix ON session (tenant_id, member_id);

SELECT protect_tenant_table('tenant');
SELECT protect_tenant_table('app');
SELECT protect_tenant_table('member');
SELECT protect_tenant_table('virtual_key');
SELECT protect_tenant_table('key_secret');
SELECT protect_tenant_table('admin_token');
SELECT protect_tenant_table('provider_credential');
SELECT protect_tenant_table('routing_policy');
SELECT protect_tenant_table('model_alias');
SELECT protect_tenant_table('audit_event');
SELECT protect_tenant_table('sign_in_link');
SELECT protect_tenant_table('session');
SELECT append_only('audit_event');

-- One row about the installation itself, no tenant's: the salt a master key may be derived with, and the canary that proves the right one.
CREATE TABLE installation (
  singleton  boolean     NOT NULL DEFAULT true,
  salt       bytea       NOT NULL,
  canary     bytea       NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT installation_pk PRIMARY KEY (singleton),
  CONSTRAINT installation_singleton CHECK (singleton)
);
GRANT SELECT, INSERT ON installation TO signalbox_jobs;
