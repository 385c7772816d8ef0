//! 应报单位 in words and lists: whom a choice names, what can be chosen, who is asked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::board::{campaign_frame, tabs};
use super::super::stage;
use crate::campaign::{CampaignState, Choice as Chosen};
use crate::vocabulary::{Actor, Arranged, Key, Level, Permission};
use crate::web::pages::campaign::Tab;
use crate::web::pages::expected::{AskedLine, ChoiceFields, ExpectedPage, SingleFields, SingleLine, Ticked};
use crate::web::pages::heads::Heads;
use crate::web::pages::layout::Choice;
use crate::workflow::campaigns::{Asked, Choosing};
use crate::workflow::look::Node;

/// Units on one page of the list.
const PAGE: usize = 200;

/// The page; its list in the order that its address says, so many units of it on the pages before.
pub fn expected_page(
    choosing: &Choosing,
    (sort, skip): (&str, usize),
    actor: &Actor,
    csrf: &str,
) -> ExpectedPage {
    let Choosing { task, choice, asked, below } = choosing;
    let names: HashMap<i64, &Node> = below.iter().map(|node| (node.id, node)).collect();
    let parent = |node: &Node| {
        node.parent.and_then(|id| names.get(&id)).map_or(String::new(), |node| node.name.clone())
    };
    let mut by_node: BTreeMap<String, usize> = BTreeMap::new();
    for asked in asked {
        *by_node.entry(parent(&asked.node)).or_default() += 1;
    }
    let mut rows: Vec<&Asked> = asked.iter().collect();
    Arranged::from_code(sort).sort(&mut rows, |asked, column| match column {
        "code" => Key::words(&asked.node.code),
        "name" => Key::words(&asked.node.name),
        "parent" => Key::words(&parent(&asked.node)),
        "groups" => Key::words(&asked.node.groups.join("、")),
        "note" => Key::words(&note(asked)),
        _ => Key::Nothing,
    });
    let heads = Heads::new(format!("/campaigns/{}/expected", task.id), sort, "list");
    let next = match rows.len() > skip + PAGE {
        true => heads.page_at(&format!("skip={}", skip + PAGE)),
        false => String::new(),
    };
    ExpectedPage {
        frame: campaign_frame(
            format!("{}：应报单位", task.title),
            (task.id, &task.title),
            "应报单位",
            actor,
            csrf,
        ),
        tabs: tabs(task, "", Tab::Expected, actor),
        campaign: task.id,
        title: task.title.clone(),
        stage: stage(task.state),
        may_arrange: actor.may(Permission::Arrange)
            && actor.reaches(&task.path)
            && task.state != CampaignState::Archived,
        words: words(choice, below),
        fields: fields(choice, below, task.unit),
        singles: singles(choice, below),
        single: SingleFields::default(),
        count: asked.len(),
        exempt: asked.iter().filter(|asked| asked.node.exempt_reason.is_some()).count(),
        by_node: by_node.into_iter().filter(|(name, _)| !name.is_empty()).collect(),
        heads,
        units: rows
            .into_iter()
            .skip(skip)
            .take(PAGE)
            .map(|asked| AskedLine {
                code: asked.node.code.clone(),
                name: asked.node.name.clone(),
                parent: parent(&asked.node),
                groups: asked.node.groups.join("、"),
                note: note(asked),
            })
            .collect(),
        next,
    }
}

fn note(asked: &Asked) -> String {
    match (&asked.reason, &asked.node.exempt_reason) {
        (_, Some(exempt)) => format!("免报：{exempt}"),
        (Some(reason), None) => format!("增加：{reason}"),
        (None, None) => String::new(),
    }
}

/// `沂源县、桓台县的市监、卫健分组，县级自己报，另增加 1 个、去掉 2 个`.
pub fn words(choice: &Chosen, below: &[Node]) -> String {
    let place = |code: &crate::vocabulary::UnitCode| {
        let node = below.iter().find(|node| node.code == code.as_str());
        node.map_or_else(|| code.to_string(), |node| node.name.clone())
    };
    let places: Vec<String> = choice.below.iter().map(place).collect();
    let mut words = if places.is_empty() { "全部下级".to_owned() } else { places.join("、") };
    match choice.level {
        Some(level) => words += &format!("，由各{}级单位自己报", level.label()),
        None => words += "填报单位",
    }
    if !choice.groups.is_empty() {
        words += &format!("，限{}分组", choice.groups.join("、"));
    }
    let (more, less): (Vec<_>, Vec<_>) = choice.singles.iter().partition(|single| single.asked);
    for (label, singles) in [("另增加", more), ("去掉", less)] {
        if !singles.is_empty() {
            words += &format!("，{label} {} 个", singles.len());
        }
    }
    words
}

fn fields(choice: &Chosen, below: &[Node], own: i64) -> ChoiceFields {
    let above: BTreeSet<i64> = below.iter().filter_map(|node| node.parent).collect();
    let listed: Vec<&Node> =
        below.iter().filter(|node| node.parent == Some(own) && above.contains(&node.id)).collect();
    let chosen = |code: &str| choice.below.iter().any(|below| below.as_str() == code);
    let others = choice.below.iter().map(|code| code.as_str());
    let others: Vec<&str> = others.filter(|code| listed.iter().all(|node| node.code != *code)).collect();
    let groups: BTreeSet<&String> = below.iter().flat_map(|node| &node.groups).collect();
    let known: BTreeSet<Level> = below.iter().map(|node| node.level).collect();
    let mut levels = vec![Choice::new("", "各填报单位")];
    levels.extend(
        known.into_iter().map(|level| Choice::new(level.code(), format!("各{}级单位自己报", level.label()))),
    );
    ChoiceFields {
        nodes: listed
            .iter()
            .map(|node| Ticked {
                choice: Choice::new(node.code.clone(), node.name.clone()),
                ticked: chosen(&node.code),
            })
            .collect(),
        others: others.join(" "),
        level: choice.level.map_or("", Level::code).to_owned(),
        levels,
        groups: groups
            .into_iter()
            .map(|group| Ticked {
                choice: Choice::new(group.clone(), group.clone()),
                ticked: choice.groups.contains(group),
            })
            .collect(),
    }
}

fn singles(choice: &Chosen, below: &[Node]) -> Vec<SingleLine> {
    let names: HashMap<&str, &str> =
        below.iter().map(|node| (node.code.as_str(), node.name.as_str())).collect();
    let line = |single: &crate::campaign::Single| SingleLine {
        code: single.unit.to_string(),
        name: names.get(single.unit.as_str()).copied().unwrap_or_default().to_owned(),
        asked: single.asked,
        reason: single.reason.clone(),
    };
    choice.singles.iter().map(line).collect()
}
