//! Pages as office-automation systems write them.

use super::super::limits::Limits;
use crate::problem::RefusalCode;

fn outline(page: &[u8]) -> Result<String, RefusalCode> {
    let grid = super::read(page, &Limits::sheet()).map_err(|refusal| refusal.code)?;
    let sheet = &grid.sheets[0];
    let cells =
        sheet.cells.iter().map(|cell| format!("{},{}={}", cell.row, cell.column, cell.content.text()));
    let merges = sheet.merges.iter().map(|area| {
        format!("{},{}:{},{}", area.first_row, area.first_column, area.last_row, area.last_column)
    });
    let head = format!("[{}]", sheet.paragraphs);
    let hidden = sheet.hidden_rows.iter().map(|row| format!("hidden {row}"));
    Ok([head].into_iter().chain(cells).chain(merges).chain(hidden).collect::<Vec<_>>().join(" "))
}

#[test]
fn a_page_of_frames_has_its_sheets_elsewhere() {
    for (page, code) in [
        (
            "<html><frameset rows='*,39'><frame src='Book1.files/sheet001.htm'></frameset></html>",
            RefusalCode::Frameset,
        ),
        ("<html><p>12</html>", RefusalCode::NoTable),
    ] {
        assert_eq!(outline(page.as_bytes()), Err(code), "{page}");
    }
}

#[test]
fn tables_become_rows() {
    for (page, expected) in [
        ("<table><tr><td>a<td>b<tr><td>c</table>", "[0] 0,0=a 0,1=b 1,0=c"),
        (
            "<p>填报单位：甲</p><table><tr><th colspan=2>题<th rowspan='2'>高</tr><tr><td>1<td>2</tr></table>报：乙",
            "[1] 0,0=填报单位：甲 1,0=题 1,2=高 2,0=1 2,1=2 3,0=报：乙 1,0:1,1 1,2:2,2",
        ),
        (
            "<table><tr><td>a<br>b &nbsp;</td><td x:num=\"57.4421\">57.44</td></tr></table>",
            "[0] 0,0=a\nb \u{a0} 0,1=57.4421",
        ),
        (
            "<table><tr><td x:num='350000'>350,000.00元<td x:num='0.85'>85%<td x:num='45369'>2024/3/18</table>",
            "[0] 0,0=350000元 0,1=85% 0,2=45369",
        ),
        (
            "<table><tr><td><input type=text value=\"12\">件<td><input value='3'><td><input type=checkbox checked>零报告\
             <td><input type='hidden' value='99'><input type='submit' value='提交'></table>",
            "[0] 0,0=12件 0,1=3 0,2=☑零报告",
        ),
        ("<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>", "[0] 0,0=1"),
        (
            "<table><tr><td>题<tr><td>填报单位：<td>甲<tr style='display:none'><td>旧<tr><td><table><tr><td>项<td>数<tr>\
             <td>投诉<td>12<tr><td>咨询<td>7</table><tr><td>填报人</table>",
            "[0] 0,0=题 1,0=填报单位： 1,1=甲 2,0=旧 3,0=项 3,1=数 4,0=投诉 4,1=12 5,0=咨询 5,1=7 6,0=填报人 hidden 2",
        ),
        (
            "<table><tr><td>项<td>数<tr><td>投诉<td><table><tr><td>12<td>件</table><tr><td>咨询<td><table><tr><td>7</table></table>",
            "[0] 0,0=项 0,1=数 1,0=投诉 1,1=12 件 2,0=咨询 2,1=7",
        ),
        (
            "<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table><td><table><tr><td>e<td>f<tr><td>g<td>h</table>尾</table>",
            "[0] 0,0=a 0,1=b 1,0=c 1,1=d 2,0=e 2,1=f 3,0=g 3,1=h 4,0=尾",
        ),
        ("<table><tr><td><del>80</del>85<td>85<sup>1</sup></table>", "[0] 0,0=85 0,1=85^1"),
        (
            "<table><tr><td><span style='display: none'>8<span>0</span></span><font style='text-decoration:line-through'>80</font>85<td><s>9<td>7</table>",
            "[0] 0,0=85 0,2=7",
        ),
        (
            "<style>.xl65{text-decoration:line-through} .font5{text-decoration:line-through} .id{display:none}</style>\
             <table><tr><td class=xl65 x:num>80</td><td><font class=\"font5\">80</font><font class=font6>85</font></td>\
             <td class=id>7f3</td><td style='text-decoration:line-through'>9</td><td>10<tr class=xl65><td>甲<td>1</table>\
             <table style='display:none'><tr><td>旧</table>",
            "[0] 0,1=85 0,3=10",
        ),
        // What is invisible keeps its place.
        (
            "<table><tr><td>投诉<td style='visibility:hidden'>5<td>7<tr style='visibility:hidden'><td>旧<td>9<tr><td>咨询<td>8</table>",
            "[0] 0,0=投诉 0,2=7 2,0=咨询 2,1=8",
        ),
        ("<table><tr><td rowspan=9>a</td></tr></table>", "[0] 0,0=a"),
    ] {
        assert_eq!(outline(page.as_bytes()).as_deref(), Ok(expected), "{page}");
    }
}

#[test]
fn the_page_says_its_encoding_and_the_bytes_decide() {
    let page = |charset: &str| {
        format!("<html><meta charset=\"{charset}\"><table><tr><td>单位</td></tr></table></html>")
    };
    let gbk = encoding_rs::GBK.encode(&page("gb2312")).0.into_owned();
    for bytes in [gbk, page("utf-8").into_bytes(), page("").into_bytes(), page("gb2312").into_bytes()] {
        assert_eq!(outline(&bytes).as_deref(), Ok("[0] 0,0=单位"));
    }
}

#[test]
fn pages_that_were_cut_or_hold_no_table_are_refused() {
    assert_eq!(outline(b"<html><table><tr><td>12"), Err(RefusalCode::Damaged));
    assert_eq!(outline(b"<html><p>12</p></html>"), Err(RefusalCode::NoTable));
    assert_eq!(outline("<table>".repeat(80).as_bytes()), Err(RefusalCode::TooLarge));
}

#[test]
fn what_a_cell_shows_and_hides_is_remarked() {
    for (page, expected) in [
        (
            "<table><tr><td x:num='5000'>5<td x:num='12345'>1.23E+04<td x:num='12'>12",
            "0,0 Shown(\"5\") 0,1 Shown(\"1.23E+04\")",
        ),
        ("<table><tr><td style='color:white'>7<td style='color:#fefefe'> <td>7", "0,0 Faint"),
        (
            "<table><tr><td bgcolor='#1F497D' style='color:white'>7<td style='color:white;background:navy'>7",
            "",
        ),
        ("<table><tr bgcolor=black style='color:white'><td>7<td style='background:#fff'>7", "0,1 Faint"),
        (
            "<table bgcolor=navy><tr><td><font color=white>7</font><td><font color=\"#000080\">7</font>",
            "0,1 Faint",
        ),
        (
            "<table><tr><td>1<font color='#FFFFFF'>2</font>3<td>1<span style='color:white'><b>2</b></span><td><b>7</b>",
            "0,0 Faint 0,1 Faint",
        ),
        (
            "<table><tr><td><del style='color:white'>7</del>8<td style='color:white;text-decoration:line-through'>7",
            "",
        ),
        (
            "<style>.w{color:white} .n{background:#000080}</style><table><tr><td class=w>7<td class='w n'>7",
            "0,0 Faint",
        ),
        ("<table><tr><td><table><tr><td style='color:white'>7</table>", "0,0 Faint"),
        ("<table><tr><td bgcolor=navy><table><tr><td style='color:white'>7</table>", ""),
        (
            "<table><col><col width=0><tr><td>1<td>2<tr height=0><td>3<td>4<tr style='height:0'><td>5",
            "hidden [1, 2] [1]",
        ),
        (
            "<table><col span=2 style='width:54pt'><col style='display:none' width=0><tr height=20><td>1<td>2<td>3",
            "hidden [] [2]",
        ),
    ] {
        let grid = super::read(format!("{page}</table>").as_bytes(), &Limits::sheet()).unwrap();
        let sheet = &grid.sheets[0];
        let mut said: Vec<String> = sheet
            .remarks
            .iter()
            .map(|remark| format!("{},{} {:?}", remark.row, remark.column, remark.said))
            .collect();
        if !sheet.hidden_rows.is_empty() || !sheet.hidden_columns.is_empty() {
            said.push(format!("hidden {:?} {:?}", sheet.hidden_rows, sheet.hidden_columns));
        }
        assert_eq!(said.join(" "), expected, "{page}");
    }
}
