-- 顺延: which days move a campaign's deadlines (nothing: none), and from where a deadline was moved.
ALTER TABLE campaign ADD COLUMN shift TEXT CHECK (shift IN ('holidays', 'all'));
ALTER TABLE campaign ADD COLUMN holidays TEXT;
ALTER TABLE campaign ADD COLUMN workdays TEXT;
ALTER TABLE deliverable ADD COLUMN shifted_from BIGINT;
