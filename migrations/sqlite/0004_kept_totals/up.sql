-- 汇总 kept by county: what the units directly below a node add up to in a campaign, so that the totals of a province are the
-- sum of its counties. Nothing here is evidence: all of it follows from expected_unit and figure, and is made anew from them.
CREATE TABLE kept_total (
    campaign_id INTEGER NOT NULL,
    node_id INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('in-force', 'accepted', 'units')),
    item TEXT NOT NULL,
    col TEXT NOT NULL,
    total INTEGER NOT NULL,
    greatest INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, node_id, what, item, col)
) STRICT, WITHOUT ROWID;

-- A unit of which something changed since the totals of the node above it were kept; with a node, that one's totals are meant.
-- Each change adds a row of its own and touches no other, so that units never wait for each other.
CREATE TABLE changed_unit (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    node_id INTEGER
) STRICT;
CREATE INDEX changed_unit_campaign ON changed_unit (campaign_id);

CREATE TRIGGER expected_unit_came AFTER INSERT ON expected_unit BEGIN
    INSERT INTO changed_unit (campaign_id, unit_id) VALUES (NEW.campaign_id, NEW.unit_id);
END;
CREATE TRIGGER expected_unit_went AFTER DELETE ON expected_unit BEGIN
    INSERT INTO changed_unit (campaign_id, unit_id) VALUES (OLD.campaign_id, OLD.unit_id);
END;
CREATE TRIGGER expected_unit_changed AFTER UPDATE ON expected_unit
WHEN OLD.state IS NOT NEW.state OR OLD.in_force_revision_id IS NOT NEW.in_force_revision_id
    OR OLD.exempt_reason IS NOT NEW.exempt_reason OR OLD.nil IS NOT NEW.nil
    OR OLD.first_valid_at IS NOT NEW.first_valid_at
BEGIN
    INSERT INTO changed_unit (campaign_id, unit_id) VALUES (NEW.campaign_id, NEW.unit_id);
END;
CREATE TRIGGER extension_granted AFTER INSERT ON extension BEGIN
    INSERT INTO changed_unit (campaign_id, unit_id)
    SELECT campaign_id, NEW.unit_id FROM deliverable WHERE id = NEW.deliverable_id;
END;
CREATE TRIGGER deadline_moved AFTER UPDATE ON deliverable
WHEN OLD.due_at IS NOT NEW.due_at OR OLD.grace_minutes IS NOT NEW.grace_minutes
BEGIN
    INSERT INTO changed_unit (campaign_id, unit_id)
    SELECT campaign_id, unit_id FROM expected_unit WHERE campaign_id = NEW.campaign_id;
END;
CREATE TRIGGER unit_moved AFTER UPDATE ON unit WHEN OLD.parent_id IS NOT NEW.parent_id
BEGIN
    INSERT INTO changed_unit (campaign_id, unit_id)
    SELECT campaign_id, unit_id FROM expected_unit WHERE unit_id = NEW.id;
    INSERT INTO changed_unit (campaign_id, unit_id, node_id)
    SELECT campaign_id, unit_id, OLD.parent_id FROM expected_unit WHERE unit_id = NEW.id;
END;

INSERT INTO changed_unit (campaign_id, unit_id) SELECT campaign_id, unit_id FROM expected_unit;
