-- 分组: which offices' work a unit does (市监, 卫健, 消协 …); a campaign may ask some of them only.
ALTER TABLE unit ADD COLUMN groups TEXT;

-- 填报任务 with or without a statistics table, asking whom its notice asks: the units below some nodes, of a level, of some
-- groups.
ALTER TABLE campaign ALTER COLUMN form_version_id DROP NOT NULL;
ALTER TABLE campaign ADD COLUMN asks_below TEXT;
ALTER TABLE campaign ADD COLUMN asks_level TEXT
    CHECK (asks_level IN ('unit', 'township', 'county', 'city', 'province'));
ALTER TABLE campaign ADD COLUMN asks_groups TEXT;

-- Single units that a campaign asks beside the others, or leaves out, each with the reason.
CREATE TABLE expected_choice (
    campaign_id BIGINT NOT NULL REFERENCES campaign (id),
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    asked BOOLEAN NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    account_id BIGINT NOT NULL REFERENCES account (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (campaign_id, unit_id)
);
CREATE INDEX expected_choice_unit ON expected_choice (unit_id);
CREATE INDEX expected_choice_chooser ON expected_choice (account_id);

-- 报送材料 with a deadline or without one, of the files and the size that the notice names; with a level it binds the nodes of
-- that level, who send up what their units sent (县级汇总), and nobody else.
ALTER TABLE deliverable ALTER COLUMN due_at DROP NOT NULL;
ALTER TABLE deliverable ADD COLUMN level TEXT CHECK (level IN ('township', 'county', 'city', 'province'));
ALTER TABLE deliverable ADD COLUMN file_kinds TEXT;
ALTER TABLE deliverable ADD COLUMN most_bytes BIGINT CHECK (most_bytes > 0);
ALTER TABLE due_change ALTER COLUMN due_before DROP NOT NULL;
ALTER TABLE due_change ALTER COLUMN due_after DROP NOT NULL;
ALTER TABLE receipt ALTER COLUMN due_at DROP NOT NULL;
