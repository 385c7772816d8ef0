//! Words that point back: `将上述材料报送至…`, `将申报材料报送至…` below a heading 申报材料 with its list, and a verb whose
//! materials the sentence before had made.

use super::dates::named;
use super::material::{Material, is_bare_list, materials};
use super::object::made_in;
use super::page::Sentence;

/// Whether a list of materials only points at another.
pub fn points_back(listed: &[Material]) -> bool {
    listed.iter().any(|material| is_pointing(&material.name))
}

/// Whether a name only points at other materials.
pub fn is_pointing(name: &str) -> bool {
    ["以上", "上述", "前述", "其余", "所有材料", "所有资料", "全部材料"]
        .iter()
        .any(|word| name.starts_with(word))
}

/// What the sentences before had made: that just before in the same paragraph, or, where `listed` points back, the
/// numbered lines above or the nearest that made something.
pub fn made_before(sentence: &Sentence, before: &[Sentence], listed: &[Material]) -> Vec<Material> {
    if !points_back(listed) {
        let last = before.last().filter(|before| before.paragraph == sentence.paragraph);
        let made = last.map(|before| made_in(before, 0..before.chars.len())).unwrap_or_default();
        return if made.is_empty() { last.map(needed).unwrap_or_default() } else { made };
    }
    let lines = lines_above(before);
    if !lines.is_empty() {
        return lines;
    }
    let labelled = before.iter().rev().take(3).find_map(labelled_list);
    if let Some(labelled) = labelled {
        return labelled;
    }
    let near = before.iter().rev().take(3);
    near.map(|before| made_in(before, 0..before.chars.len()))
        .find(|made| !made.is_empty())
        .unwrap_or_default()
}

/// `需报送摸底表。`: what the sentence before says is to be sent, without a time of its own.
fn needed(line: &Sentence) -> Vec<Material> {
    let (at, length) = ["需报送", "须报送", "需上报", "须上报", "需填报", "需提供", "征集"]
        .iter()
        .find_map(|word| Some((line.find(0..line.chars.len(), word)?, word.chars().count())))
        .unwrap_or((line.chars.len(), 0));
    let start = at + length;
    let end = line.clause(start.min(line.chars.len() - 1)).end;
    if start < end && named(line).is_empty() { materials(line, start..end) } else { Vec::new() }
}

/// `推荐材料：推荐表、事迹材料、照片`.
fn labelled_list(line: &Sentence) -> Option<Vec<Material>> {
    let colon = line.find(0..line.chars.len().min(14), "材料:")? + 3;
    let ends = (colon..line.chars.len()).find(|at| line.chars[*at] == '。').unwrap_or(line.chars.len());
    Some(materials(line, colon..ends)).filter(|found| !found.is_empty())
}

/// `统计内容：见《活动情况统计表》（附件）`, in the lines above.
pub fn labelled_before(before: &[Sentence]) -> Vec<Material> {
    const LABELS: [&str; 6] = ["统计内容:", "填报内容:", "报送内容:", "上报内容:", "报送材料:", "上报材料:"];
    let named = before.iter().rev().find_map(|line| {
        let (at, length) = line.first_of(0..line.chars.len().min(14), &LABELS)?;
        let start = at + length + usize::from(line.says_at(at + length, "见"));
        Some(materials(line, start..line.chars.len()))
    });
    named.unwrap_or_default()
}

/// Numbered lines that name materials and nothing else, just above, a heading left out.
fn lines_above(before: &[Sentence]) -> Vec<Material> {
    const MOST: usize = 12;
    let is_heading = |sentence: &&Sentence| sentence.chars.len() < 12;
    let near = before.iter().rev().take(MOST);
    let mut lines: Vec<Vec<Material>> = near
        .skip_while(|sentence| is_heading(sentence) && listed_line(sentence).is_none())
        .map_while(listed_line)
        .collect();
    lines.reverse();
    lines.concat()
}

/// The materials of a line that numbers them, one or several: `1.评审表一式3份；2.业绩材料1套`.
pub fn listed_line(line: &Sentence) -> Option<Vec<Material>> {
    let mut found = Vec::new();
    let mut at = line.point();
    let is_numbered = at > 0;
    // “三、申报材料：1.推荐表；2.照片”
    if let Some(label) = line.find(at..line.chars.len().min(at + 8), "材料:") {
        at = label + 3;
    }
    while at < line.chars.len() {
        let part = line.part(at);
        let begins = at;
        let ends = (begins..part.end)
            .find(|at| ",。".contains(line.chars[*at]) && !line.is_bracketed(*at))
            .unwrap_or(part.end);
        let is_list = begins < ends && ends - begins < 40 && is_bare_list(line, begins..ends);
        found.extend(is_list.then(|| materials(line, begins..ends))?);
        at = part.end + 1;
    }
    Some(found).filter(|found| is_numbered && !found.is_empty())
}

/// What a heading of this name lists below it.
pub fn under_heading(before: &[Sentence], listed_here: &[Material]) -> Vec<Material> {
    let [one] = listed_here else { return Vec::new() };
    let is_heading = |sentence: &Sentence| {
        let words = sentence.said(sentence.point()..sentence.chars.len());
        sentence.point() > 0 && words.trim_end_matches(['：', ':', '。']) == one.name
    };
    let Some(at) = before.iter().rposition(is_heading) else { return Vec::new() };
    before[at + 1..].iter().map_while(listed_line).flatten().collect()
}
