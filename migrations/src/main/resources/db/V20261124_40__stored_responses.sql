-- Why: previous_response_id goes on from an answer only if somebody kept it, and Signalbox keeps none unless the tenant says for how long. One
-- setting says whether and how long, instead of a flag that says only whether. What is kept is sealed: the database alone reveals no text.
-- Locks: the tenant table exclusively, for a moment; the new column is nullable and nothing is rewritten. Back-out: forward only.

ALTER TABLE tenant ADD COLUMN content_retention_days integer;
ALTER TABLE tenant ADD CONSTRAINT tenant_content_retention_bound CHECK (content_retention_days BETWEEN 1 AND 30);
ALTER TABLE tenant DROP COLUMN stores_bodies;

CREATE TABLE stored_response (
  tenant_id  text        NOT NULL,
  app_id     text        NOT NULL,
  id         text        NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  sealed     bytea       NOT NULL,
  CONSTRAINT stored_response_pk PRIMARY KEY (tenant_id, app_id, id),
  CONSTRAINT stored_response_app_fk FOREIGN KEY (tenant_id, app_id) REFERENCES app (tenant_id, id),
  CONSTRAINT stored_response_id_length CHECK (length(id) BETWEEN 1 AND 256),
  CONSTRAINT stored_response_expiry CHECK (expires_at > created_at)
);
CREATE INDEX stored_response_expiry_ix ON stored_response (expires_at);

SELECT protect_tenant_table('stored_response');
