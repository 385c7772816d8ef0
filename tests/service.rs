//! The service through its doors: a real server, a real database for each test, HTTP.

#[path = "service/access.rs"]
mod access;
#[path = "service/activities.rs"]
mod activities;
#[path = "service/administering.rs"]
mod administering;
#[path = "service/again.rs"]
mod again;
#[path = "service/annotated.rs"]
mod annotated;
#[path = "service/archives.rs"]
mod archives;
#[path = "service/arranging.rs"]
mod arranging;
#[path = "service/beside.rs"]
mod beside;
#[path = "service/behalf_packages.rs"]
mod behalf_packages;
#[path = "service/blanks.rs"]
mod blanks;
#[path = "service/boards.rs"]
mod boards;
#[path = "service/burden.rs"]
mod burden;
#[path = "service/canaries.rs"]
mod canaries;
#[path = "service/client.rs"]
mod client;
#[path = "service/cluster.rs"]
mod cluster;
#[path = "service/crash.rs"]
mod crash;
#[path = "service/days_off.rs"]
mod days_off;
#[path = "service/deadline.rs"]
mod deadline;
#[path = "service/demo.rs"]
mod demo;
#[path = "service/doors.rs"]
mod doors;
#[path = "templates/drawn.rs"]
#[allow(dead_code)]
mod drawn;
#[path = "service/endured.rs"]
mod endured;
#[path = "service/every_answer.rs"]
mod every_answer;
#[path = "service/expected.rs"]
mod expected;
#[path = "service/annex.rs"]
mod annex;
#[path = "blanks/filled.rs"]
#[allow(dead_code)]
mod filled;
#[path = "service/failing_disk.rs"]
mod failing_disk;
#[path = "service/forms.rs"]
mod forms;
#[path = "service/full.rs"]
mod full;
#[path = "service/house.rs"]
mod house;
#[path = "service/interface.rs"]
mod interface;
#[path = "service/keeping.rs"]
mod keeping;
#[path = "service/kept_seasons.rs"]
mod kept_seasons;
#[path = "service/kept_totals.rs"]
mod kept_totals;
#[path = "service/known.rs"]
mod known;
#[path = "service/last_year.rs"]
mod last_year;
#[path = "service/lists.rs"]
mod lists;
#[path = "service/looking_after.rs"]
mod looking_after;
#[path = "look/made.rs"]
#[allow(dead_code)]
mod made;
#[path = "service/materials.rs"]
mod materials;
#[path = "service/mending.rs"]
mod mending;
#[path = "service/nights.rs"]
mod nights;
#[path = "service/nodes.rs"]
mod nodes;
#[path = "service/notices.rs"]
mod notices;
#[path = "service/once.rs"]
mod once;
#[path = "service/one_byte.rs"]
mod one_byte;
#[path = "service/package_api.rs"]
mod package_api;
#[path = "service/outages.rs"]
mod outages;
#[path = "service/packages.rs"]
mod packages;
#[path = "service/passwords.rs"]
mod passwords;
#[path = "service/people.rs"]
mod people;
#[path = "service/postgresql.rs"]
mod postgresql;
#[path = "service/process.rs"]
mod process;
#[path = "service/programs.rs"]
mod programs;
#[path = "service/proof.rs"]
mod proof;
#[path = "service/proven.rs"]
mod proven;
#[path = "service/published.rs"]
mod published;
#[path = "service/received.rs"]
mod received;
#[path = "service/registers.rs"]
mod registers;
#[path = "service/reminding.rs"]
mod reminding;
#[path = "service/reviewers.rs"]
mod reviewers;
#[path = "service/season.rs"]
mod season;
#[path = "service/seasons.rs"]
mod seasons;
#[path = "service/senders.rs"]
mod senders;
#[path = "service/servers.rs"]
mod servers;
#[path = "service/seven.rs"]
mod seven;
#[path = "service/slow.rs"]
mod slow;
#[path = "service/stated.rs"]
mod stated;
#[path = "service/second_factor.rs"]
mod second_factor;
#[path = "service/protected.rs"]
mod protected;
#[path = "service/sign_in.rs"]
mod sign_in;
#[path = "service/signed_sums.rs"]
mod signed_sums;
#[path = "service/signing.rs"]
mod signing;
#[path = "service/superior.rs"]
mod superior;
#[path = "service/tampering.rs"]
mod tampering;
#[path = "service/tokens.rs"]
mod tokens;
#[path = "service/totals.rs"]
mod totals;
#[path = "service/town.rs"]
mod town;
#[path = "service/truth.rs"]
mod truth;
#[path = "service/upgrades.rs"]
mod upgrades;
