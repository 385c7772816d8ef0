//! `huibiao notice`: what a notice asks for, each field with the sentence that says so.

use std::path::PathBuf;

use chrono::NaiveTime;
use serde_json::{Value, json};

use super::ending::Ending;
use crate::campaign::deadline::{meaning, usual_closing};
use crate::notice::annex::items;
use crate::notice::proposal::one_line;
use crate::notice::{Annex, Contact, Deliverable, Proposal, Quoted};
use crate::problem::Failure;
use crate::workflow::{Office, notice};

/// 读通知：谁向谁报什么、何时截止、走什么渠道、填什么表，每项附原文出处
#[derive(clap::Args)]
#[command(
    after_help = "JSON 的键：title、year、theme、issuer、receiver、contacts、channels、deliverables、reporters、not_deadlines、form；\
没有写的为 null 或空。同类材料各列一项、名称不重复；level 为 county、city 等时，该项由这一级汇总后报送，null 为各填报单位报送。时刻为北京时间，到这一刻为止（不含）。一个文件里有几篇通知（篇1、篇2……）时，为 {\"notices\":[…]}，每篇一个这样的对象。
退出码：0 读完；1 有要补充或核实的；2 无法读取。"
)]
pub struct Options {
    /// 通知文件：.docx、.doc、.wps、.txt、.html 或带文字层的 PDF
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 输出 JSON
    #[arg(long)]
    json: bool,
    /// “下班前”是几点
    #[arg(long, value_name = "17:30", value_parser = closing)]
    closes: Option<NaiveTime>,
}

fn closing(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "应为时间，如 17:30".to_owned())
}

pub fn run(options: &Options, office: &Office) -> Result<Ending, Failure> {
    let closing = options.closes.unwrap_or_else(usual_closing);
    let proposals = notice::of_path(office, &options.file, closing)?;
    match options.json {
        true => println!("{}", in_json(&proposals)),
        false => proposals.iter().enumerate().for_each(|(index, proposal)| {
            if proposals.len() > 1 {
                println!("════ 第 {} 篇，共 {} 篇 ════", index + 1, proposals.len());
            }
            print(proposal);
        }),
    }
    let is_open = proposals.iter().any(|proposal| !proposal.questions.is_empty());
    Ok(if is_open { Ending::Attention } else { Ending::Done })
}

/// One object, or all of them under `notices`.
fn in_json(proposals: &[Proposal]) -> Value {
    match proposals {
        [one] => notice::object(one),
        several => json!({ "notices": several.iter().map(notice::object).collect::<Vec<_>>() }),
    }
}

fn print(proposal: &Proposal) {
    field(proposal, "标题", &proposal.title);
    field(proposal, "年度", &proposal.year.clone().map(|year| map(year, |year| year.to_string())));
    field(proposal, "主题", &proposal.theme);
    field(proposal, "发文单位", &proposal.issuer);
    field(
        proposal,
        "活动时间",
        &proposal.window.clone().map(|window| map(window, |w| format!("{} 至 {}", w.first, w.last))),
    );
    field(proposal, "报送单位", &proposal.reporters);
    field(proposal, "接收单位", &proposal.receiver);
    for contact in &proposal.contacts {
        let Contact { name, phone } = &contact.value;
        let words = [name.as_deref(), phone.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("  ");
        line(proposal, "联系人", &words, &contact.sentence);
    }
    for channel in &proposal.channels {
        line(
            proposal,
            "渠道",
            &format!("{}  {}", channel.value.kind.label(), channel.value.value),
            &channel.sentence,
        );
    }
    println!("\n要求报送：{}", if proposal.deliverables.is_empty() { "（无）" } else { "" });
    proposal.deliverables.iter().for_each(|one| print_deliverable(proposal, one));
    if !proposal.passed_over.is_empty() {
        println!("\n不是报送时限的日期：");
    }
    for one in &proposal.passed_over {
        println!("  {}  {}\n      “{}”", one.value.phrase, one.value.why, proposal.words(&one.sentence));
    }
    print_form(proposal.annex.as_ref());
    if !proposal.questions.is_empty() {
        println!("\n请补充或核实：");
    }
    proposal.questions.iter().for_each(|question| println!("  · {question}"));
    println!();
}

fn map<T, U>(quoted: Quoted<T>, into: impl FnOnce(T) -> U) -> Quoted<U> {
    Quoted { value: into(quoted.value), words: quoted.words, sentence: quoted.sentence }
}

fn field(proposal: &Proposal, label: &str, quoted: &Option<Quoted<String>>) {
    match quoted {
        Some(quoted) => line(proposal, label, &quoted.value, &quoted.sentence),
        None => println!("{label}：（没有写）"),
    }
}

fn line(proposal: &Proposal, label: &str, value: &str, sentence: &std::ops::Range<usize>) {
    let sentence = proposal.words(sentence);
    println!("{label}：{value}");
    if sentence != value {
        println!("      “{sentence}”");
    }
}

fn print_deliverable(proposal: &Proposal, one: &Quoted<Deliverable>) {
    let Deliverable { kind, name, phrase, instant, required, level, .. } = &one.value;
    let phrase = phrase.as_deref().unwrap_or("（没有写时限）");
    let due =
        instant.map_or("截止时间待填".to_owned(), |instant| format!("截止：{}", meaning(instant)));
    let optional = if *required { "" } else { "（可不报）" };
    let whose = level.map_or(String::new(), |level| format!("（由{}级汇总报送）", level.label()));
    println!(
        "  [{}] {name}{whose}{optional}  {phrase}  {due}\n      “{}”",
        kind.label(),
        proposal.words(&one.sentence)
    );
}

fn print_form(annex: Option<&Annex>) {
    let Some(annex) = annex else { return };
    println!("\n附表：{}", annex.title.as_deref().map_or("（没有标题）".to_owned(), one_line));
    for item in items(&annex.table) {
        let part = |words: Option<String>| words.unwrap_or_default();
        println!("  {:>3}  {}  {}", part(item.number), item.name, part(item.measure));
    }
}
