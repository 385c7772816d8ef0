//! What was issued proves itself, the end of the log cannot be cut off, and a clock that was set back takes nothing.

use chrono::Duration;
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use huibiao::store::{Address, Conn};
use huibiao::vocabulary::Role;
use huibiao::workflow::clock;
use huibiao::workflow::keys::{self, Proven, prove};
use huibiao::workflow::seal::seal;
use huibiao::workflow::verify::verify;

use crate::house::{Database, House, on_both};
use crate::nights::entries;
use crate::process::{Data, Serving, beside};
use crate::published::{Published, number_of};
use crate::town::{between, gist, values};

on_both!(
    a_receipt_proves_itself_without_the_service,
    a_receipt_of_a_file_names_the_bytes_and_no_bit_of_it_can_be_changed,
    a_chain_that_was_cut_behind_a_receipt_is_shown_by_it,
    keys_are_changed_and_older_receipts_hold,
    the_last_three_entries_of_the_system_cannot_be_cut_off,
    a_checkpoint_that_is_gone_from_the_database_is_in_its_file,
    a_clock_that_was_set_back_takes_nothing,
    a_clock_that_jumps_ahead_is_told_until_it_is_confirmed,
);

/// A receipt's page, with its signed text as a reader copies it.
fn receipt(season: &Published, key: &str, index: usize) -> (String, String) {
    let sheet = &season.sheets[index];
    let sent = season.desk(sheet).api().send(&season.place(sheet), key, &values(&sheet.typed()));
    let number = number_of(&sent);
    let text = signed_text(season, index, &number);
    (number, text)
}

/// The signed text of a receipt as its page shows it.
fn signed_text(season: &Published, index: usize, number: &str) -> String {
    let page = season.desk(&season.sheets[index]).open(&format!("/receipts/{number}")).text;
    let text =
        between(&page, "-----BEGIN HUIBIAO RECEIPT-----", "-----END HUIBIAO RECEIPT-----")[0].to_owned();
    assert!(page.contains("<svg"), "a picture of it");
    format!("-----BEGIN HUIBIAO RECEIPT-----{text}-----END HUIBIAO RECEIPT-----\n")
}

fn a_receipt_proves_itself_without_the_service(database: Database) {
    let season = Published::on(database, 2, &[]);
    let (number, text) = receipt(&season, "proven-0001", 0);
    for said in [
        &number,
        &season.sheets[0].unit,
        "revision: 1",
        "received: 2024-03-20 09:00:00.000 +08:00",
        "late: no",
        "figures: ",
        "head: ",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    let mut api = season.desk(&season.sheets[0]).api();
    let told = api.client.get(&format!("/api/v1/receipts/{number}/statement"));
    assert_eq!((told.status, told.text.trim()), (200, text.trim()), "a program has the same text");
    let sign_in = season.house.client().get("/sign-in").text;
    let public = season.house.service.public_key().expect("a key");
    assert!(sign_in.contains(&public), "the key is on the page where people sign in");

    // Nothing but the text and the key: another folder, no database.
    let elsewhere = Data::fresh(Database::Sqlite);
    let file = elsewhere.folder.path().join("回执.txt");
    std::fs::write(&file, &text).expect("a file");
    let said = elsewhere.run(&["verify", "--receipt", "回执.txt", "--key", &public]);
    assert!(said.code == 0 && said.text.contains("[相符]") && said.text.contains(&number), "{said:?}");
    assert!(!elsewhere.folder.path().join("huibiao.db").exists(), "no database was opened");
    let mut changed = text.clone().into_bytes();
    let place = text.find("received: 2024").expect("a time") + "received: 202".len();
    changed[place] ^= 1;
    std::fs::write(&file, &changed).expect("a file");
    let said = elsewhere.run(&["verify", "--receipt", "回执.txt", "--key", &public]);
    assert!(said.code == 1 && said.text.contains("[不符]"), "{said:?}");
    let said = elsewhere.run(&["verify", "--receipt", "回执.txt", "--key", "12"]);
    assert!(said.code == 2 && said.errors.contains("没有找到公钥"), "{said:?}");

    // By its number, on the server.
    let said = beside(&season.house, &["verify", "--receipt", &number]);
    assert!(said.code == 0 && said.text.contains("[相符]"), "{said:?}");
    let said = beside(&season.house, &["verify"]);
    assert!(said.code == 0 && said.text.contains("全部相符"), "{said:?}");
}

fn a_receipt_of_a_file_names_the_bytes_and_no_bit_of_it_can_be_changed(database: Database) {
    let season = Published::on(database, 1, &[]);
    let sheet = &season.sheets[0];
    let mut api = season.desk(sheet).api();
    let sent = api.send_file(&season.place(sheet), "proven-0001", &sheet.file_name, &sheet.bytes);
    let text = signed_text(&season, 0, &number_of(&sent));
    let file = format!("\nfile: {}\n", huibiao::store::objects::sha256(&sheet.bytes));
    assert!(text.contains(&file), "{file} in {text}");

    let keys = [season.house.service.public_key().expect("a key")];
    let whole = prove(&text, &keys).expect("a verdict");
    assert!(matches!(whole[..], [Proven::By(..)]), "{whole:?}");
    let (start, end) = (text.find('\n').expect("lines") + 1, text.find("\n-----END").expect("an end"));
    for (place, bit) in (start..end).flat_map(|place| (0..8).map(move |bit| (place, bit))) {
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1 << bit;
        // Whoever reads text takes what is no text for something else, or refuses it.
        let changed = String::from_utf8_lossy(&bytes).into_owned();
        let proven = prove(&changed, &keys).unwrap_or_default();
        assert!(!proven.iter().any(|one| is_new(one, &whole[0])), "bit {bit} of byte {place}: {changed}");
    }
}

/// Whether it is proven and says something else than what was signed; a space that came to the end of a line, or a letter
/// of the signature that is written large, says the same.
fn is_new(proven: &Proven, signed: &Proven) -> bool {
    let (Proven::By(new, _), Proven::By(old, _)) = (proven, signed) else { return false };
    (&new.statement, &new.key) != (&old.statement, &old.key)
}

/// Takes the unit's second submission away with all that tells of it, the end of its chain as well, and leaves nothing
/// that does not fit: what whoever may do everything to the database can do.
fn undo_the_second(conn: &mut Conn, unit: &str, kept: i64) {
    let guards = guards(conn);
    guards.iter().for_each(|guard| run(conn, &format!("DROP TRIGGER {}", guard.name)));
    if let Conn::Postgresql(_) = conn {
        run(conn, "SET LOCAL session_replication_role = replica");
    }
    run(
        conn,
        "UPDATE expected_unit SET revisions = 1, current_revision_id = 1, in_force_revision_id = 1
         WHERE current_revision_id = 2",
    );
    for table in ["explanation", "finding", "figure", "receipt"] {
        run(conn, &format!("DELETE FROM {table} WHERE revision_id = 2"));
    }
    let chain = format!("unit/{unit}");
    run(
        conn,
        &format!(
            "DELETE FROM revision WHERE id = 2;
             DELETE FROM audit_entry WHERE chain = '{chain}' AND sequence > {kept};
             UPDATE audit_chain SET length = {kept},
                 head = (SELECT hash FROM audit_entry WHERE chain = '{chain}' AND sequence = {kept})
                 WHERE name = '{chain}'"
        ),
    );
    guards.iter().for_each(|guard| run(conn, &guard.statement));
}

/// A trigger: its name, and the statement that makes it.
#[derive(diesel::QueryableByName)]
struct Guard {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    statement: String,
}

/// What SQLite keeps rows with; with PostgreSQL it is enough to play a replica.
fn guards(conn: &mut Conn) -> Vec<Guard> {
    let Conn::Sqlite(conn) = conn else { return Vec::new() };
    conn.batch_execute("PRAGMA defer_foreign_keys = ON").expect("references count at the end");
    let all = "SELECT name, sql AS statement FROM sqlite_master WHERE type = 'trigger'";
    diesel::sql_query(all).load(conn).expect("the triggers")
}

fn a_chain_that_was_cut_behind_a_receipt_is_shown_by_it(database: Database) {
    let season = Published::on(database, 1, &[]);
    let house = &season.house;
    let unit = season.sheets[0].unit.clone();
    let (_, first) = receipt(&season, "proven-0001", 0);
    let (number, second) = receipt(&season, "proven-0002", 0);
    let write =
        |name: &str, text: &str| std::fs::write(house.folder.path().join(name), text).expect("a file");
    write("first.txt", &first);
    write("second.txt", &second);
    write("changed.txt", &second.replace("revision: 2", "revision: 3"));
    let prove = |arguments: &[&str]| beside(house, &[&["verify", "--receipt"], arguments].concat());
    let (held, gone) = ("[相符] 本系统的记录里有它", "[不符] 它是真的，但本系统的记录里已经没有它");
    for receipt in ["first.txt", "second.txt", &number] {
        let said = prove(&[receipt]);
        assert!(said.code == 0 && said.text.contains(held), "{receipt}: {said:?}");
        assert!(said.errors.contains("数据库："), "it says which: {said:?}");
    }

    let sequence = second.lines().find_map(|line| line.strip_prefix("sequence: ")).expect("a place");
    let kept = sequence.parse::<i64>().expect("a number") - 1;
    let cut = house.service.store.write(move |conn| {
        undo_the_second(conn, &unit, kept);
        Ok(())
    });
    cut.expect("it is cut");
    let said = beside(house, &["verify"]);
    assert!(said.code == 0 && said.text.contains("全部相符"), "alone it shows nothing: {said:?}");
    let said = prove(&["first.txt"]);
    assert!(said.code == 0 && said.text.contains(held), "what lies before the cut is held: {said:?}");
    let said = prove(&["second.txt"]);
    assert!(said.code == 1 && said.text.contains(gone) && said.text.contains("由公钥"), "{said:?}");
    let said = prove(&["changed.txt"]);
    assert!(said.code == 1 && !said.text.contains(gone), "a forgery is none of the log's matter: {said:?}");

    // With a key it proves itself, and nobody looks into the log.
    let public = house.service.public_key().expect("a key");
    let said = prove(&["second.txt", "--key", &public]);
    assert!(said.code == 0 && !said.text.contains("记录里") && !said.errors.contains("数据库："), "{said:?}");

    // Where another entry came into its place, it is not the one that the receipt names.
    receipt(&season, "proven-0003", 0);
    let said = prove(&["second.txt"]);
    assert!(said.code == 1 && said.text.contains(gone), "{said:?}");
}

fn keys_are_changed_and_older_receipts_hold(database: Database) {
    let season = Published::on(database, 2, &[]);
    let (_, first) = receipt(&season, "proven-0001", 0);
    let old = season.house.service.public_key().expect("a key");
    let said = beside(&season.house, &["key", "new", "--reason", " "]);
    assert_eq!(said.code, 2, "a reason is needed: {said:?}");
    let new = keys::change(&season.house.service, "值守人员变动").expect("another key");
    let Published { house, campaign, sheets } = season;
    let season = Published { house: house.restarted(), campaign, sheets };
    assert_eq!(season.house.service.public_key().as_deref(), Some(new.as_str()));
    let (_, second) = receipt(&season, "proven-0002", 1);
    let both = [old.clone(), new.clone()];
    let by =
        |text: &str, keys: &[String]| matches!(prove(text, keys).expect("a verdict")[..], [Proven::By(..)]);
    assert!(by(&first, &both) && by(&second, &both));
    assert!(!by(&first, &both[1..]) && !by(&second, &both[..1]), "each by its own");
    assert_eq!(verify(&season.house.service).expect("a verdict").faults, Vec::<String>::new());
    let said = beside(&season.house, &["key", "list"]);
    assert!(said.code == 0 && said.text.contains(&old) && said.text.contains(&new), "{said:?}");
    assert!(said.text.contains("值守人员变动"), "{said:?}");
}

fn run(conn: &mut Conn, sql: &str) {
    let ran = match conn {
        Conn::Sqlite(conn) => conn.batch_execute(sql),
        Conn::Postgresql(conn) => conn.batch_execute(sql),
    };
    ran.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Statements that take off what keeps rows in a table.
fn unguarded(conn: &mut Conn) {
    match conn {
        Conn::Sqlite(_) => run(
            conn,
            "DROP TRIGGER audit_entry_kept; DROP TRIGGER checkpoint_kept; PRAGMA foreign_keys = OFF;",
        ),
        Conn::Postgresql(_) => run(conn, "SET session_replication_role = replica;"),
    }
}

/// Cuts the last three entries off the system's chain and makes its head fit.
const CUT: &str = "
    DELETE FROM audit_entry WHERE chain = 'system' AND sequence > (SELECT length FROM audit_chain WHERE name = 'system') - 3;
    UPDATE audit_chain SET length = length - 3,
        head = (SELECT hash FROM audit_entry WHERE chain = 'system' ORDER BY sequence DESC LIMIT 1)
        WHERE name = 'system';";

fn address(data: &Data) -> Address {
    match &data.database {
        Some(database) => Address::parse(database),
        None => Address::Sqlite(data.folder.path().join("huibiao.db").display().to_string()),
    }
}

/// A house that was lived in, then served by the program until it was asked to stop.
fn served(database: Database) -> Data {
    let house = House::on(database);
    house.settle();
    for clerk in ["370320001", "370320002", "370320003"] {
        house.employ(clerk, Role::Clerk, clerk);
    }
    let data = Data::of(house);
    let serving = Serving::start(&data);
    serving.ask_to_end("-TERM");
    assert!(serving.ended().success(), "it stops");
    let said = data.run(&["verify"]);
    assert!(said.code == 0 && said.text.contains("全部相符"), "{said:?}");
    data
}

fn the_last_three_entries_of_the_system_cannot_be_cut_off(database: Database) {
    let data = served(database);
    let mut conn = address(&data).connect().expect("a connection");
    unguarded(&mut conn);
    run(&mut conn, CUT);
    drop(conn);
    let said = data.run(&["verify"]);
    assert!(said.code == 1 && said.text.contains("审计链 system 与第"), "{said:?}");
}

fn a_checkpoint_that_is_gone_from_the_database_is_in_its_file(database: Database) {
    let data = served(database);
    let file = data.folder.path().join("checkpoints.txt");
    let text = std::fs::read_to_string(&file).expect("the checkpoints");
    assert_eq!(text.matches("-----BEGIN HUIBIAO CHECKPOINT-----").count(), 2, "at the start and at the stop");
    let mut conn = address(&data).connect().expect("a connection");
    unguarded(&mut conn);
    run(&mut conn, &format!("{CUT} DELETE FROM checkpoint;"));
    drop(conn);
    let said = data.run(&["verify"]);
    assert!(said.code == 1 && said.text.contains("号检查点与数据库不符"), "{said:?}");
    std::fs::write(&file, text.replace("number: 1", "number: 7")).expect("the file is changed");
    let said = data.run(&["verify"]);
    assert!(said.code == 1 && said.text.contains("第 7 号检查点的签名不符"), "{said:?}");
}

fn a_clock_that_was_set_back_takes_nothing(database: Database) {
    let season = Published::on(database, 2, &[]);
    season.house.clock_is("2024-03-25 09:00");
    let [late, other] = season.sheets.as_slice() else { panic!("two units") };
    let mut api = season.desk(late).api();
    let mut again = season.desk(other).api();
    number_of(&api.send(&season.place(late), "clock-0001", &values(&late.typed())));

    // The machine is started again, two days before its own last entry.
    season.house.hands.set("2024-03-22 09:00");
    let Published { house, campaign, sheets } = season;
    let season = Published { house: house.restarted(), campaign, sheets };
    again.client = again.client.moved_to(season.house.server.address);
    let place = season.place(&season.sheets[1]);
    let refused = again.send(&place, "clock-0002", &values(&season.sheets[1].typed()));
    assert_eq!(refused.status, 503, "{}", gist(&refused.text));
    assert!(refused.text.contains("clock-behind") && refused.text.contains("时钟"), "{}", refused.text);
    assert!(!refused.header("retry-after").is_empty(), "it says when to come back");
    let looked = season.house.client().get("/sign-in");
    assert_eq!(looked.status, 200, "whoever looks is served");

    // The clock is set right: nothing is lost, and it is late.
    season.house.hands.set("2024-03-25 09:00:01");
    let sent = again.send(&place, "clock-0002", &values(&season.sheets[1].typed()));
    assert_eq!(sent.status, 201, "{}", gist(&sent.text));
    let page = season.desk(&season.sheets[1]).open(&format!("/receipts/{}", number_of(&sent))).text;
    assert!(page.contains("迟报") && !page.contains("late: no"), "its receipt says that it is late");

    // Or an administrator says that the later time was wrong.
    season.house.hands.set("2024-03-22 09:00");
    let refused = again.send(&place, "clock-0003", &values(&season.sheets[1].typed()));
    assert_eq!(refused.status, 503, "{}", gist(&refused.text));
    let wordless = clock::confirm(&season.house.service, " ");
    assert!(wordless.is_err(), "with a reason");
    clock::confirm(&season.house.service, "主板电池没电，时钟走快了三天").expect("confirmed");
    let sent = again.send(&place, "clock-0003", &values(&season.sheets[1].typed()));
    assert_eq!(sent.status, 201, "{}", gist(&sent.text));
    let house = season.house.restarted();
    assert!(house.service.store.behind().is_none(), "it is remembered");
    seal(&house.service).expect("a checkpoint");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn a_clock_that_jumps_ahead_is_told_until_it_is_confirmed(database: Database) {
    let season = Published::on(database, 1, &[]);
    let (house, sheet) = (&season.house, &season.sheets[0]);
    house.employ("guanli", Role::Administrator, "3703");
    let (mut api, hands) = (season.desk(sheet).api(), &house.hands);
    let mut sent = 0;
    let mut send = || {
        sent += 1;
        number_of(&api.send(&season.place(sheet), &format!("leap-{sent:04}"), &values(&sheet.typed())));
    };
    let jumps = || entries(house, "clock-jumped");
    let told = || {
        let pages = [("guanli", "/doctor"), ("city", "/")];
        pages.map(|(who, path)| gist(&house.desk(who).open(path).text).contains("向前跳了"))
    };
    send();
    hands.turn(Duration::hours(3));
    send();
    hands.leap(Duration::seconds(30));
    send();
    assert_eq!((jumps(), told()), (Vec::new(), [false; 2]), "time passes, and a clock is put right");
    assert!(clock::confirm(&house.service, "核对过").is_err(), "there is nothing to be confirmed");

    hands.leap(Duration::minutes(10));
    send();
    send();
    let jumps_so_far = jumps();
    assert_eq!(jumps_so_far.len(), 1, "it is written once: {jumps_so_far:?}");
    let kept: serde_json::Value = serde_json::from_str(&jumps_so_far[0]).expect("JSON");
    assert_eq!(kept["ahead"], 630_000, "since it was last found right: {kept}");
    assert_eq!(told(), [true; 2]);
    let home = gist(&house.desk("city").open("/").text);
    assert!(home.contains("服务器时钟在 2024-03-20 12:00 向前跳了 10 分钟"), "{home}");
    let said = beside(house, &["doctor"]);
    let line = said.text.lines().find(|line| line.contains("] 时钟：")).expect("a line");
    assert!(line.starts_with("[提醒]") && line.contains("huibiao clock confirm"), "{line}");
    let said = beside(house, &["clock", "show"]);
    assert!(said.code == 1 && said.text.contains("还没有确认"), "{said:?}");

    assert!(clock::confirm(&house.service, " ").is_err(), "with a reason");
    clock::confirm(&house.service, "机器休眠过，时间与标准时间一致").expect("confirmed");
    send();
    assert_eq!((jumps().len(), told()), (1, [false; 2]));
    seal(&house.service).expect("a checkpoint");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}
