-- Why: a budget may bound a task, a model, a tag or a member as well as a tenant, an app or a key, by the day, the week, the month, over the last hours
-- or once. The calendar is the tenant's own, and PostgreSQL alone reads it: every period, its id and its end come from the functions below.
-- Limits can be raised for a while, and budgets can count what was spent before they were made.
-- Locks: budget, budget_period, usage_event, request_record and tenant exclusively, for a moment; new columns have constant defaults, nothing is
-- rewritten. Back-out: forward only; an older version reads the older windows and scopes.

ALTER TABLE budget
  ADD COLUMN window_hours        integer,
  ADD COLUMN zone                text      NOT NULL DEFAULT 'UTC',
  ADD COLUMN zone_next           text,
  ADD COLUMN zone_from           timestamptz,
  ADD COLUMN zone_floor          date,
  ADD COLUMN action              text      NOT NULL DEFAULT 'block',
  ADD COLUMN enforcement         text      NOT NULL DEFAULT 'strict',
  ADD COLUMN max_overspend_nanos bigint    NOT NULL DEFAULT 0,
  ADD COLUMN marks               integer[] NOT NULL DEFAULT '{50,80,100}';
ALTER TABLE budget DROP CONSTRAINT budget_scope_known;
ALTER TABLE budget DROP CONSTRAINT budget_window_known;
ALTER TABLE budget ADD CONSTRAINT budget_scope_known CHECK (scope IN ('tenant', 'app', 'key', 'task', 'model', 'tag', 'member'));
ALTER TABLE budget ADD CONSTRAINT budget_window_known CHECK (budget_window IN ('day', 'week', 'month', 'rolling', 'total'));
ALTER TABLE budget ADD CONSTRAINT budget_window_hours_bound CHECK (
  CASE WHEN budget_window = 'rolling' THEN window_hours IS NOT NULL AND window_hours BETWEEN 1 AND 2160 ELSE window_hours IS NULL END);
ALTER TABLE budget ADD CONSTRAINT budget_zone_change_whole CHECK (num_nulls(zone_next, zone_from) IN (0, 2));
ALTER TABLE budget ADD CONSTRAINT budget_action_known CHECK (action IN ('block', 'downgrade', 'queue'));
ALTER TABLE budget ADD CONSTRAINT budget_enforcement_known CHECK (enforcement IN ('strict', 'bounded'));
ALTER TABLE budget ADD CONSTRAINT budget_overspend_bound CHECK (
  CASE enforcement WHEN 'strict' THEN max_overspend_nanos = 0 ELSE max_overspend_nanos >= 0 END);
ALTER TABLE budget ADD CONSTRAINT budget_marks_bound CHECK (cardinality(marks) <= 10 AND 0 < ALL (marks) AND 1000 >= ALL (marks));

-- counted: spent before the budget was made; aged: spent so long ago that a rolling window has left it. spent + aged = counted + the events' costs.
ALTER TABLE budget_period
  ADD COLUMN counted_nanos bigint NOT NULL DEFAULT 0,
  ADD COLUMN aged_nanos    bigint NOT NULL DEFAULT 0;
ALTER TABLE budget_period DROP CONSTRAINT budget_period_form;
ALTER TABLE budget_period ADD CONSTRAINT budget_period_form CHECK (
  period IN ('total', 'rolling') OR period ~ '^[0-9]{4}-([0-9]{2}|W[0-9]{2}|[0-9]{2}-[0-9]{2})$');
ALTER TABLE budget_period ADD CONSTRAINT budget_period_counted_not_negative CHECK (counted_nanos >= 0);
ALTER TABLE budget_period ADD CONSTRAINT budget_period_aged_not_negative CHECK (aged_nanos >= 0);

-- What a period's spending grew by in each hour (UTC) of the database's clock. A rolling window lets go of the oldest; forecasts read all.
CREATE TABLE budget_hour (
  budget_id   text        NOT NULL,
  period      text        NOT NULL,
  hour        timestamptz NOT NULL,
  tenant_id   text        NOT NULL,
  spent_nanos bigint      NOT NULL,
  aged        boolean     NOT NULL DEFAULT false,
  CONSTRAINT budget_hour_pk PRIMARY KEY (budget_id, period, hour),
  CONSTRAINT budget_hour_budget_fk FOREIGN KEY (tenant_id, budget_id) REFERENCES budget (tenant_id, id),
  CONSTRAINT budget_hour_spent_not_negative CHECK (spent_nanos >= 0)
) WITH (fillfactor = 70);
SELECT protect_tenant_table('budget_hour');

-- Added to the limit until it lapses, by the database's clock.
CREATE TABLE budget_raise (
  tenant_id    text        NOT NULL,
  budget_id    text        NOT NULL,
  id           text        NOT NULL,
  amount_nanos bigint      NOT NULL,
  until        timestamptz NOT NULL,
  reason       text        NOT NULL,
  created_by   text        NOT NULL,
  created_at   timestamptz NOT NULL,
  CONSTRAINT budget_raise_pk PRIMARY KEY (tenant_id, budget_id, id),
  CONSTRAINT budget_raise_budget_fk FOREIGN KEY (tenant_id, budget_id) REFERENCES budget (tenant_id, id),
  CONSTRAINT budget_raise_amount_positive CHECK (amount_nanos > 0),
  CONSTRAINT budget_raise_reason_length CHECK (length(reason) BETWEEN 1 AND 200)
);
CREATE INDEX budget_raise_until_ix ON budget_raise (budget_id, until);
SELECT protect_tenant_table('budget_raise');
SELECT append_only('budget_raise');

-- A JSON array of the request's tags.
ALTER TABLE usage_event ADD COLUMN tags jsonb NOT NULL DEFAULT '[]';
ALTER TABLE request_record ADD COLUMN tags jsonb NOT NULL DEFAULT '[]';

-- The clock of every decision about budgets. A function of its own, so that a test's database can stand at a time; a node's clock has no say.
CREATE FUNCTION budget_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT now() $$;

-- When a day begins: the first moment that is that day or later, where clocks are put back over midnight or forward across it.
CREATE FUNCTION budget_midnight(day date, zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN (at - interval '1 hour') AT TIME ZONE zone >= day::timestamp THEN at - interval '1 hour' ELSE at END
  FROM (SELECT day::timestamp AT TIME ZONE zone AS at) midnight
$$;

-- The period of a budget at a moment. After a change of zone the old zone's period runs to its end; the new zone's calendar goes on from there, never
-- to an earlier period, so what was spent in the present one stays counted until a new one begins.
CREATE FUNCTION budget_period_at(b budget, at timestamptz)
RETURNS TABLE (period text, starts_at timestamptz, ends_at timestamptz, first_day date, zone text) LANGUAGE sql STABLE AS $$
  SELECT
    CASE b.budget_window
      WHEN 'day' THEN to_char(span.first_day, 'YYYY-MM-DD')
      WHEN 'week' THEN to_char(span.first_day, 'IYYY-"W"IW')
      WHEN 'month' THEN to_char(span.first_day, 'YYYY-MM')
      ELSE b.budget_window
    END,
    budget_midnight(span.first_day, span.zone), budget_midnight(span.next_day, span.zone), span.first_day, span.zone
  FROM (
    SELECT here.zone, date_trunc(unit.name, here.day::timestamp)::date AS first_day,
      (date_trunc(unit.name, here.day::timestamp) + ('1 ' || unit.name)::interval)::date AS next_day
    FROM (SELECT CASE b.budget_window WHEN 'total' THEN NULL WHEN 'rolling' THEN NULL ELSE b.budget_window END AS name) unit,
      LATERAL (SELECT CASE WHEN at >= b.zone_from THEN b.zone_next ELSE b.zone END AS zone) present,
      LATERAL (SELECT present.zone, greatest((at AT TIME ZONE present.zone)::date, b.zone_floor) AS day) here
  ) span
$$;

-- The first hour that a rolling window of so many hours still counts whole: an hour leaves when all of it is older than the window.
CREATE FUNCTION budget_first_hour(hours integer, at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT date_trunc('hour', at - make_interval(hours => hours), 'UTC')
$$;

-- Each budget as it stands now: its period, what of it is spent and held, and what raises add to its limit and until when all of them last.
CREATE VIEW budget_standing WITH (security_invoker = true) AS
  SELECT b.*, at.period, at.starts_at, at.zone AS present_zone,
    coalesce(p.spent_nanos, 0) - coalesce(gone.nanos, 0) AS spent_nanos, coalesce(p.held_nanos, 0) AS held_nanos,
    coalesce(p.overrun_nanos, 0) AS overrun_nanos, coalesce(raised.nanos, 0) AS raised_nanos, raised.until AS raised_until,
    CASE WHEN b.budget_window = 'rolling' THEN oldest.hour + make_interval(hours => b.window_hours + 1) ELSE at.ends_at END AS resets_at
  FROM budget b
  CROSS JOIN LATERAL budget_period_at(b, budget_now()) at
  LEFT JOIN budget_period p ON p.budget_id = b.id AND p.period = at.period
  LEFT JOIN LATERAL (
    SELECT sum(h.spent_nanos)::int8 AS nanos FROM budget_hour h
    WHERE b.budget_window = 'rolling' AND h.budget_id = b.id AND h.period = 'rolling' AND NOT h.aged
      AND h.hour < budget_first_hour(b.window_hours, budget_now())) gone ON true
  LEFT JOIN LATERAL (
    SELECT min(h.hour) AS hour FROM budget_hour h
    WHERE b.budget_window = 'rolling' AND h.budget_id = b.id AND h.period = 'rolling' AND NOT h.aged
      AND h.hour >= budget_first_hour(b.window_hours, budget_now())) oldest ON true
  LEFT JOIN LATERAL (
    SELECT sum(r.amount_nanos)::int8 AS nanos, min(r.until) AS until FROM budget_raise r
    WHERE r.budget_id = b.id AND r.until > budget_now()) raised ON true;
GRANT SELECT ON budget_standing TO signalbox_app, signalbox_jobs;

-- Locks the present periods of active budgets, made when they are new, ordered by budget and period as whoever moves money must; hours that a rolling
-- window has left are let go under that same lock. limit_nanos includes raises. Nothing that was read is good for longer than valid_until.
CREATE FUNCTION lock_budget_periods(ids text[])
RETURNS TABLE (id text, name text, scope text, period text, limit_nanos bigint, spent_nanos bigint, held_nanos bigint, resets_at timestamptz,
  valid_until timestamptz) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  locked bigint;
  rolls boolean;
BEGIN
  FOR attempt IN 1..2 LOOP
    PERFORM 1 FROM budget b CROSS JOIN LATERAL budget_period_at(b, budget_now()) at
      JOIN budget_period p ON p.budget_id = b.id AND p.period = at.period
      WHERE b.id = ANY (ids) AND b.state = 'active' ORDER BY p.budget_id, p.period FOR UPDATE OF p;
    GET DIAGNOSTICS locked = ROW_COUNT;
    EXIT WHEN attempt = 2 OR locked = cardinality(ids);
    INSERT INTO budget_period (budget_id, period, tenant_id)
      SELECT b.id, at.period, b.tenant_id FROM budget b CROSS JOIN LATERAL budget_period_at(b, budget_now()) at
      WHERE b.id = ANY (ids) AND b.state = 'active' ORDER BY 1, 2
      ON CONFLICT (budget_id, period) DO NOTHING;
  END LOOP;
  SELECT count(*) > 0 INTO rolls FROM budget b WHERE b.id = ANY (ids) AND b.budget_window = 'rolling' AND b.state = 'active';
  IF rolls THEN
    WITH old AS (
      UPDATE budget_hour h SET aged = true FROM budget b
      WHERE b.id = ANY (ids) AND b.budget_window = 'rolling' AND b.state = 'active' AND h.budget_id = b.id AND h.period = 'rolling' AND NOT h.aged
        AND h.hour < budget_first_hour(b.window_hours, budget_now())
      RETURNING h.budget_id, h.spent_nanos
    )
    UPDATE budget_period p SET spent_nanos = p.spent_nanos - gone.nanos, aged_nanos = p.aged_nanos + gone.nanos
    FROM (SELECT o.budget_id, sum(o.spent_nanos)::int8 AS nanos FROM old o GROUP BY 1) gone
    WHERE p.budget_id = gone.budget_id AND p.period = 'rolling';
  END IF;
  RETURN QUERY
    SELECT s.id, s.name, s.scope, s.period, s.limit_nanos + s.raised_nanos, s.spent_nanos, s.held_nanos, s.resets_at,
      least(CASE WHEN s.budget_window = 'rolling' THEN NULL ELSE s.resets_at END, s.raised_until)
    FROM budget_standing s WHERE s.id = ANY (ids) AND s.state = 'active'
      AND EXISTS (SELECT FROM budget_period p WHERE p.budget_id = s.id AND p.period = s.period);
END
$$;

-- Whoever adds to what is spent, adds to its hour, in the same statement.
CREATE FUNCTION budget_hour_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO budget_hour AS known (budget_id, period, hour, tenant_id, spent_nanos)
  VALUES (NEW.budget_id, NEW.period, date_trunc('hour', budget_now(), 'UTC'), NEW.tenant_id, NEW.spent_nanos - OLD.spent_nanos)
  ON CONFLICT (budget_id, period, hour) DO UPDATE SET spent_nanos = known.spent_nanos + EXCLUDED.spent_nanos;
  RETURN NULL;
END
$$;
CREATE TRIGGER budget_hour_grows AFTER UPDATE OF spent_nanos ON budget_period
  FOR EACH ROW WHEN (NEW.spent_nanos > OLD.spent_nanos) EXECUTE FUNCTION budget_hour_grows();

-- A tenant's new zone holds from the end of each budget's present period on.
CREATE FUNCTION budget_zone_follows(tenant text, new_zone text) RETURNS void LANGUAGE sql AS $$
  UPDATE budget b SET
    zone = CASE WHEN b.zone_from > budget_now() THEN b.zone ELSE at.zone END,
    zone_next = new_zone,
    zone_from = CASE WHEN b.zone_from > budget_now() THEN b.zone_from ELSE coalesce(at.ends_at, budget_now()) END,
    zone_floor = CASE WHEN b.zone_from > budget_now() THEN b.zone_floor ELSE at.first_day END
  FROM budget own CROSS JOIN LATERAL budget_period_at(own, budget_now()) at
  WHERE own.tenant_id = tenant AND b.id = own.id
$$;
CREATE FUNCTION tenant_zone_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM budget_zone_follows(NEW.tenant_id, NEW.reporting_zone);
  RETURN NULL;
END
$$;
CREATE TRIGGER tenant_zone_changed AFTER UPDATE OF reporting_zone ON tenant
  FOR EACH ROW WHEN (NEW.reporting_zone IS DISTINCT FROM OLD.reporting_zone) EXECUTE FUNCTION tenant_zone_changed();

-- Budgets that are there count in UTC until their present period ends.
SET LOCAL ROLE signalbox_jobs;
SELECT budget_zone_follows(tenant_id, reporting_zone) FROM tenant WHERE reporting_zone <> 'UTC';
RESET ROLE;
