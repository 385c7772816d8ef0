-- 添负担: what a unit says of a campaign's sheet. Kept by unit so that each counts once, shown without it.
CREATE TABLE burden (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL CHECK (kind IN ('heavy', 'repeats')),
    words TEXT,
    PRIMARY KEY (campaign_id, unit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX burden_unit ON burden (unit_id);
