//! What a notice leaves open, as questions to whoever confirms.

use super::proposal::Proposal;
use crate::campaign::DeliverableKind;

/// Questions on what is missing; those on deadlines are asked where they were resolved.
pub fn questions(proposal: &Proposal) -> Vec<String> {
    let mut asked = Vec::new();
    let has_deliverables = !proposal.deliverables.is_empty();
    let asks_table =
        proposal.deliverables.iter().any(|deliverable| deliverable.value.kind == DeliverableKind::Table);
    let missing = [
        (proposal.title.is_none(), "没有找到标题，这项任务叫什么？"),
        (proposal.year.is_none(), "没有写年份，这是哪一年的任务？"),
        (!has_deliverables, "通知没有要求报送材料，也没有报送时限。是否只作布置，还是另行规定？"),
        (has_deliverables && proposal.receiver.is_none(), "没有写明报送到哪个单位（科室），由谁接收？"),
        (has_deliverables && proposal.reporters.is_none(), "没有写明由哪些单位报送，应报单位有哪些？"),
        (has_deliverables && proposal.channels.is_empty(), "没有写明报送渠道，用什么方式报送？"),
        (has_deliverables && proposal.contacts.is_empty(), "没有写联系人和电话，需要时填写。"),
        (asks_table && proposal.annex.is_none(), "要求报送统计表，但通知里没有附表，请选择报表或上传空表。"),
        (!asks_table && proposal.annex.is_some(), "通知附有表格，但正文没有要求报送，是否需要填报？"),
    ];
    asked
        .extend(missing.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, words)| words.to_owned()));
    asked
}
