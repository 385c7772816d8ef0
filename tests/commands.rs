//! What people see of the commands: Chinese help, exit codes, a file explained cell by cell.

#[path = "blanks/filled.rs"]
#[allow(dead_code)]
mod filled;

use std::path::Path;
use std::process::Command;

/// Runs the program: exit code, standard output, standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_huibiao")).args(arguments).output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("it ends by itself"), text(&output.stdout), text(&output.stderr))
}

fn sample(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/samples/sheets").join(name);
    path.display().to_string()
}

#[test]
fn help_is_chinese_throughout() {
    for command in [
        &["--help"][..],
        &["read", "--help"],
        &["notice", "--help"],
        &["rollup", "--help"],
        &["form", "--help"],
        &["form", "list", "--help"],
        &["form", "check", "--help"],
        &["form", "blank", "--help"],
        &["template", "--help"],
        &["template", "show", "--help"],
        &["demo", "--help"],
        &["init", "--help"],
        &["serve", "--help"],
        &["config", "--help"],
        &["backup", "--help"],
        &["restore", "--help"],
        &["verify", "--help"],
        &["doctor", "--help"],
        &["user", "--help"],
        &["user", "add", "--help"],
        &["units", "import", "--help"],
    ] {
        let (code, out, _) = run(command);
        assert_eq!(code, 0, "{command:?}");
        assert!(out.contains("用法："), "{command:?}: {out}");
        for english in
            ["Usage", "Options", "OPTIONS", "Command", "COMMAND", "Arguments", "Print help", "[default"]
        {
            assert!(!out.contains(english), "{command:?} says {english}: {out}");
        }
    }
}

#[test]
fn mistakes_of_a_command_line_are_told_in_chinese_and_end_with_two() {
    for (arguments, sentence) in [
        (&["rollup", "x", "--out", "y"][..], "缺少 --units"),
        (
            &["rollup", "x", "--out", "y"],
            "用法：huibiao rollup [选项] --units <units.csv> --out <文件夹> <文件夹>",
        ),
        (&["read"], "缺少 <文件>..."),
        (&["foo"], "没有命令“foo”"),
        (&["rolup", "x"], "没有命令“rolup”，是不是 rollup？"),
        (&["user", "ad"], "没有命令“ad”，是不是 add？"),
        (&["read", "x.xlsx", "--yaer", "2024"], "不认识的参数 --yaer，是不是 --year？"),
        (&["serve", "--prot", "80"], "不认识的参数 --prot，是不是 --port？"),
        (&["read", "x.xlsx", "--year", "24"], "--year <年度> 的值“24”不对，应为四位数的年份，如 2024"),
        (&["read", "x.xlsx", "--year"], "--year <年度> 后面缺少值"),
        (&["read", "x.xlsx", "--json=3"], "--json 不带值，多写了“3”"),
        (&["read", "x.xlsx", "--json", "--json"], "--json 重复或互相冲突"),
        (&["read", "x.xlsx", "--form", "nothing"], "没有报表“nothing”"),
        (&["demo", "--data", "x"], "demo 不接受 --data：示例总用自己的新数据"),
    ] {
        let (code, _, errors) = run(arguments);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(errors.contains(sentence), "{arguments:?}: {errors}");
        let english =
            ["error:", "Usage", "tip:", "help"].map(|word| errors.replace("--help", "").contains(word));
        assert!(!english.contains(&true), "{arguments:?}: {errors}");
    }
}

#[test]
fn a_command_without_its_second_word_shows_its_help_and_ends_with_two() {
    for (arguments, line) in [
        (&[][..], "  rollup    把一个文件夹的报表汇总成县、市工作簿"),
        (&["form"], "  show    输出内置报表的文字，可作底稿"),
        (&["user"], "  disable              停用账号"),
        (&["token"], "  revoke  作废一个令牌"),
    ] {
        let (code, out, errors) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(errors.contains(line), "{arguments:?}: {errors}");
    }
}

#[test]
fn reading_ends_with_one_where_something_needs_attention() {
    assert_eq!(run(&["read", &sample("370320001_plain.xlsx")]).0, 0);
    assert_eq!(run(&["read", &sample("370320013_approx.xlsx")]).0, 1);
    assert_eq!(run(&["read", "no-such-file.xlsx"]).0, 1);
}

#[test]
fn what_was_stored_what_is_shown_and_what_was_taken_is_explained() {
    for (file, lines) in [
        (
            "stale-sum-over-ledger.xlsx",
            &[
                "D8      3",
                "公式：SUM(台账!A1:A3)，重算得 41（取存的结果）",
                "存的结果是 3，按表里的数算得 41",
            ][..],
        ),
        (
            "format-that-shows-thousands.xlsx",
            &["D14     5000", "显示为：5（取存的数）", "存的是 5000，按它的格式显示出来的是“5”"],
        ),
        ("rows-of-no-height.xlsx", &["→ 第5项 受理消费者投诉情况 = 173 件（隐藏）"]),
        ("correction-in-a-comment.xlsx", &["批注：", "：批注写着", "没有据此改数"]),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/field").join(file);
        let (code, out, _) = run(&["read", "--explain", "--year", "2024", &path.display().to_string()]);
        assert_eq!(code, 1, "{file} needs attention");
        for line in lines {
            assert!(out.contains(line), "{file}: {line} is missing in\n{out}");
        }
    }
}

#[test]
fn a_file_is_explained_cell_by_cell() {
    let (_, out, _) = run(&["read", "--explain", &sample("370320010_sheets.xlsx")]);
    for line in [
        "── 工作表“统计表”（采用）",
        "── 工作表“2023”（未取，隐藏）",
        "→ 第7项 为消费者挽回经济损失 = 67.3505 万元",
        "名称：第6项 解决消费纠纷",
        "栏头：计量单位",
        "取工作表“统计表”的；工作表“2023”的表是隐藏的，未取",
    ] {
        assert!(out.contains(line), "{line} in {out}");
    }
}

#[test]
fn built_in_forms_and_templates_can_be_shown_and_pass_their_own_check() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("commands");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let (_, list, _) = run(&["form", "list"]);
    assert!(list.lines().count() >= 7, "{list}");
    for (kind, name) in [("form", "315-activity"), ("template", "county"), ("template", "city")] {
        let (code, text, _) = run(&[kind, "show", name]);
        let path = folder.join(format!("{name}.toml"));
        std::fs::write(&path, text).expect("a file can be written");
        let (checked, out, _) = run(&[kind, "check", &path.display().to_string()]);
        assert_eq!((code, checked), (0, 0), "{name}: {out}");
    }
    assert!(run(&["template", "guide"]).1.contains("报表模板写法"));
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_command_quietly() {
    use std::io::{BufRead, BufReader, Read};
    let mut child = Command::new(env!("CARGO_BIN_EXE_huibiao"))
        .args(["read", &sample("../last_year.csv"), "--year", "2023"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = String::new();
    BufReader::with_capacity(16, child.stdout.take().expect("its output"))
        .read_line(&mut first)
        .expect("a line");
    let mut errors = String::new();
    child.stderr.take().expect("its errors").read_to_string(&mut errors).expect("text");
    assert_eq!((child.wait().expect("it ends").code(), errors.as_str()), (Some(0), ""));
}

/// A folder of a test's own, gone with it.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("huibiao-commands-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_file_that_is_not_there_is_said_not_to_be_there() {
    let (code, out, _) = run(&["read", "没有这份.xlsx"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("没有这个文件") && !out.contains("权限"), "{out}");
}

#[test]
fn blank_forms_are_written_for_units_and_known_when_they_come_back() {
    let folder = Folder::new("blank");
    let units = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/samples/units.csv");
    let (units, out_folder) = (units.display().to_string(), folder.path("空白表"));
    let whole = ["form", "blank", "315-activity", "--year", "2024", "--out", &out_folder];
    let (code, out, errors) = run(&[&whole[..], &["--register", &units, "--unit", "370320001"]].concat());
    assert_eq!(code, 0, "{out}{errors}");
    let written = std::fs::read_dir(&out_folder).expect("the folder is made");
    let names: Vec<String> =
        written.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    let [name] = names.as_slice() else { panic!("{names:?}") };
    assert!(name.contains("南麻") && name.ends_with("-空白表.xlsx"), "{name}");
    let bytes = std::fs::read(Path::new(&out_folder).join(name)).expect("the file");
    let figures = ["12", "1", "9", "180", "45", "38", "3.65", "11", "2", "14", "2850"].map(str::to_owned);
    let returned = folder.path("没有单位名的文件.xlsx");
    std::fs::write(&returned, filled::filled(&bytes, &figures)).expect("a file");
    let read = ["read", &returned, "--units", &units];
    let (code, out, _) = run(&[&read[..], &["--year", "2024"]].concat());
    assert!(out.contains("370320001") && code == 0, "{out}");
    let (code, out, _) = run(&[&read[..], &["--year", "2025"]].concat());
    assert!(code == 1 && out.contains("这是 2024 年的空白表，这里要的是 2025 年的"), "{out}");

    let (code, _, errors) = run(&[&whole[..], &["--register", &units, "--unit", "没有这个所"]].concat());
    assert!(code == 2 && errors.contains("单位名录里没有“没有这个所”"), "{errors}");
    let (code, out, _) = run(&[&whole[..], &["--docx", "--unit", "甲所", "--unit", "乙所"]].concat());
    assert!(code == 0 && out.matches(".docx").count() == 2, "{out}");
    let (code, out, _) = run(&[&whole[..], &["--register", &units]].concat());
    assert!(code == 0 && out.lines().count() == 60, "{out}");
}

#[test]
fn this_years_file_given_as_last_years_is_called_what_it_is() {
    let folder = Folder::new("last-year");
    let sheets = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/samples");
    let (units, out) = (sheets.join("units.csv").display().to_string(), folder.path("汇总"));
    let (one, all) = (sample("370320001_plain.xlsx"), sheets.join("sheets").display().to_string());
    let command = ["rollup", &all, "--units", &units, "--out", &out, "--year", "2024", "--last-year", &one];
    let (code, _, errors) = run(&command);
    assert_eq!(code, 2, "{errors}");
    assert!(errors.contains("表的标题写的是 2024 年，是本年的"), "{errors}");
}
