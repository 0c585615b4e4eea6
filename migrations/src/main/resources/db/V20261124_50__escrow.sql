-- Why: nodes spend from leases that are bigger than one attempt. There is one lease for a budget period in one life of a node; grants add to it, what the
-- node gives back and what its events cost is taken from it, and both are numbered (last_move) so that asking again never counts twice. An event names
-- the leases it was paid from, which makes spent the sum of the events over the leases, checkable at any time.
-- What there was: a lease was one attempt's money in one budget and bore its event's id. These keep that id in of_event, because journals that have not
-- been drained yet settle them by it; open ones go on holding what they hold and are closed by the next boot of their node. Tombstones of
-- reservations in doubt (period 'none') are not needed any more.
-- Locks: lease, usage_event and node exclusively; rows of lease and of usage_events under budgets are written once. A node of an older version cannot
-- work with this schema: it finds no lease.granted_nanos, answers 503 under budgets, keeps its journal, and is accounted for after its upgrade.
-- Back-out: forward only.

ALTER TABLE lease NO FORCE ROW LEVEL SECURITY;
ALTER TABLE usage_event NO FORCE ROW LEVEL SECURITY;

ALTER TABLE lease DROP CONSTRAINT lease_pk;
ALTER TABLE lease DROP CONSTRAINT lease_state_known;
ALTER TABLE lease DROP CONSTRAINT lease_granted_not_negative;
DROP INDEX lease_open_ix;
ALTER TABLE lease RENAME COLUMN granted_nanos TO granted_sum_nanos;
ALTER TABLE lease ADD COLUMN last_move bigint NOT NULL DEFAULT 0;
ALTER TABLE lease ADD COLUMN remaining_nanos bigint NOT NULL DEFAULT 0;
ALTER TABLE lease ADD COLUMN written_off_nanos bigint NOT NULL DEFAULT 0;
ALTER TABLE lease ADD COLUMN of_event text;

DELETE FROM lease WHERE period = 'none';
UPDATE lease SET
  of_event = lease_id,
  lease_id = 'lea_' || md5(lease_id || ' ' || budget_id),
  remaining_nanos = CASE state WHEN 'open' THEN granted_sum_nanos ELSE 0 END;

ALTER TABLE lease ADD CONSTRAINT lease_pk PRIMARY KEY (lease_id);
ALTER TABLE lease ADD CONSTRAINT lease_granted_not_negative CHECK (granted_sum_nanos >= 0);
ALTER TABLE lease ADD CONSTRAINT lease_remaining_not_negative CHECK (remaining_nanos >= 0);
ALTER TABLE lease ADD CONSTRAINT lease_written_off_not_negative CHECK (written_off_nanos >= 0);
ALTER TABLE lease ADD CONSTRAINT lease_state_known CHECK (state IN ('open', 'suspect', 'closed', 'written_off'));
ALTER TABLE lease ADD CONSTRAINT lease_ended_holds_nothing CHECK (state IN ('open', 'suspect') OR remaining_nanos = 0);
CREATE INDEX lease_holding_ix ON lease (node_id, epoch) WHERE state IN ('open', 'suspect');
CREATE INDEX lease_period_ix ON lease (budget_id, period);
CREATE INDEX lease_of_event_ix ON lease (of_event) WHERE of_event IS NOT NULL;

-- A JSON array; empty when no budget applied.
ALTER TABLE usage_event ADD COLUMN lease_ids jsonb NOT NULL DEFAULT '[]';
ALTER TABLE usage_event DISABLE TRIGGER append_only;
UPDATE usage_event e SET lease_ids = l.ids
FROM (SELECT of_event, jsonb_agg(lease_id ORDER BY lease_id) AS ids FROM lease WHERE of_event IS NOT NULL GROUP BY of_event) l
WHERE l.of_event = e.event_id;
ALTER TABLE usage_event ENABLE TRIGGER append_only;

ALTER TABLE lease FORCE ROW LEVEL SECURITY;
ALTER TABLE usage_event FORCE ROW LEVEL SECURITY;

-- When PostgreSQL heard of a node last, by its own clock. A silent node's leases become suspect; they keep their money.
ALTER TABLE node ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now();
