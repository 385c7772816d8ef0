//! Tables of other work: what lies in the same folders and mailboxes and is no table of the form.
//!
//! A kind is a title and its columns; a column says how its cells are drawn: `#` counts, `人` names a person,
//! `科` a department, `日` a day, `号` a telephone, `空` leaves blank, `3-50` is a whole number, `1.0-9.9` one
//! with decimals, and anything else is a choice. The last kinds use words near to the form's own, because a
//! reader that looks for words only would claim them.

use super::formats::{FIRST_MILE, Format, LATER};
use super::page::{Book, Entry, Page};
use super::random::Random;

/// A table of other work in some file.
pub struct Stranger {
    pub file_name: String,
    pub kind: &'static str,
    pub bytes: Vec<u8>,
}

/// A title and columns, each `head=how`, parted by blanks.
type Kind = (&'static str, &'static str);

pub const KINDS: &[Kind] = &[
    (
        "人员名册",
        "序号=# 姓名=人 性别=男/女 年龄=22-59 科室=科 职务=科员/科长/副科长 入职日期=日 联系电话=号",
    ),
    (
        "2024年3月份工资表",
        "序号=# 姓名=人 基本工资=2300.0-5900.9 津贴补贴=300.0-2900.9 公积金=200-900 实发工资=2800.0-7900.9",
    ),
    (
        "办公用品库存表",
        "编号=# 品名=A4纸/签字笔/档案盒/硒鼓 单位=箱/支/个/盒 库存数量=0-500 领用数量=0-90 备注=空",
    ),
    (
        "行政处罚案件台账",
        "序号=# 案号=市监罚〔2024〕3号/市监罚〔2024〕17号 当事人=人 立案日期=日 罚没金额（万元）=0.1-9.9 办案人员=人",
    ),
    (
        "课程表",
        "节次=# 星期一=语文/数学/英语 星期二=数学/体育/音乐 星期三=语文/科学 星期四=英语/美术 星期五=数学/班会",
    ),
    (
        "2024年部门预算表",
        "科目编码=2010-2299 项目=基本支出/项目支出/公用经费 预算数（万元）=1.0-900.9 上年执行数（万元）=1.0-900.9 增减=0-90",
    ),
    ("通讯录", "序号=# 单位=科 姓名=人 职务=主任/所长/副所长 办公电话=号 手机=号"),
    ("三月份值班表", "日期=日 带班领导=人 值班人员=人 值班电话=号 备注=空"),
    ("会议签到表", "序号=# 单位=科 姓名=人 职务=局长/科长/科员 联系方式=号 签到时间=日"),
    (
        "固定资产登记表",
        "资产编号=1000-9999 资产名称=计算机/打印机/办公桌/空调 数量=1-12 单价（元）=300-9900 购置日期=日 使用部门=科",
    ),
    (
        "车辆使用登记",
        "序号=# 车牌号=鲁C12345/鲁C6A888 用车人=人 事由=执法检查/会议 里程（公里）=5-300 日期=日",
    ),
    (
        "食品抽检结果汇总",
        "序号=# 样品名称=小麦粉/花生油/酱油 抽样单位=科 抽样数量=1-20 合格数=1-20 不合格数=0-3 检验结论=合格/不合格",
    ),
    (
        "个体工商户登记情况",
        "序号=# 字号名称=人 经营范围=零售/餐饮 注册资金（万元）=1.0-90.9 登记日期=日 从业人数=1-12",
    ),
    ("党员学习情况统计", "支部=科 党员人数=3-60 集中学习（次）=1-12 专题党课（次）=0-4 参学率（%）=60-100"),
    (
        "特种设备检查表",
        "序号=# 使用单位=科 设备类别=电梯/锅炉/叉车 设备数量（台）=1-90 检查日期=日 隐患数（处）=0-7",
    ),
    ("培训报名表", "序号=# 姓名=人 身份证号=号 单位=科 是否住宿=是/否"),
    ("疫苗接种登记", "序号=# 儿童姓名=人 接种日期=日 疫苗名称=乙肝/百白破 剂次=1-4 接种单位=科"),
    ("药品销售日报", "日期=日 品名=感冒灵/板蓝根 数量=1-300 单价=2.0-90.9 金额=20.0-900.9"),
    (
        "投诉处理满意度调查",
        "序号=# 调查项目=受理及时性/处理结果/服务态度 非常满意=0-300 满意=0-200 基本满意=0-90 不满意=0-20",
    ),
    (
        "宣传品采购清单",
        "序号=# 名称=宣传折页/宣传海报/手提袋/横幅 单位=份/张/个/条 数量=100-9000 单价（元）=0.5-9.9 金额（元）=100-9000",
    ),
    (
        "消费券发放情况",
        "序号=# 街道=科 发放数量（张）=100-9000 核销数量（张）=100-9000 核销金额（万元）=0.5-90.9 拉动消费（万元）=1.0-900.9",
    ),
    ("12315值班表", "日期=日 值班人员=人 接线电话=号 接听数=0-60 交接时间=日"),
    (
        "12315投诉举报台账",
        "序号=# 投诉时间=日 投诉人=人 被投诉人=人 投诉事项=质量/价格/服务 涉案金额（元）=10-9000 处理结果=调解成功/转办",
    ),
    ("消费维权站名单", "序号=# 维权站名称=科 站长=人 联系电话=号 设立日期=日"),
    ("媒体联系人名单", "序号=# 媒体=日报社/电视台/融媒体中心 联系人=人 电话=号 栏目=民生/经济"),
    ("普法考试成绩表", "序号=# 姓名=人 单位=科 成绩=60-100 名次=1-90"),
    ("新闻发布会座次表", "排=# 一号=人 二号=人 三号=人 四号=人"),
    ("信访件办理情况", "序号=# 来信人=人 反映问题=噪音/物业/欠薪 交办日期=日 办结日期=日 承办科室=科"),
];

const PEOPLE: &[&str] = &["张伟", "王芳", "李 娜", "赵敏", "孙丽", "周强", "吴军", "郑华", "陈静", "欧阳明"];
const PLACES: &[&str] =
    &["办公室", "消保科", "沂源县南麻市场监督管理所", "桓台县索镇卫生院", "质量科", "综合监督科", "城关街道"];

/// The table of a seed.
pub fn make(seed: u64) -> Stranger {
    let random = &mut Random::new(seed);
    let (title, columns) = KINDS[seed as usize % KINDS.len()];
    let formats: Vec<&Format> = FIRST_MILE.iter().chain(LATER).collect();
    let format = random.pick(&formats);
    let columns: Vec<(&str, &str)> = columns
        .split(' ')
        .map(|column| column.split_once('=').expect("a column says how it is drawn"))
        .collect();
    let page =
        if random.chance(15) { lying(title, &columns, random) } else { listed(title, &columns, random) };
    let bytes = (format.write)(&Book::of(page), random);
    Stranger { file_name: format!("{seed:04}-{title}.{}", format.extensions[0]), kind: title, bytes }
}

/// Heads above, a row each below; perhaps fields above, a total below.
fn listed(title: &str, columns: &[(&str, &str)], random: &mut Random) -> Page {
    let (mut page, first) = headed(title, columns.len() as u32, random);
    for (column, (head, _)) in (0..).zip(columns) {
        page.write(first, column, head);
    }
    let rows = random.between(3, 25) as u32;
    for row in 1..=rows {
        for (column, (_, how)) in (0..).zip(columns) {
            draw(&mut page, (first + row, column), how, row, random);
        }
    }
    let mut last = first + rows;
    if random.chance(30) {
        last += 1;
        page.write(last, 0, random.pick(&["合计", "总计", "合  计"]));
        for (column, _) in (0..).zip(columns).filter(|(_, (_, how))| how.contains('-')) {
            page.put(last, column, Entry::number(random.between(50, 9000)));
        }
    }
    page.tables.push((first, last));
    if random.chance(30) {
        page.write(
            last + 1,
            0,
            random.pick(&["制表人：张伟", "审核：王芳    制表：赵敏", "注：以上数据截至3月20日。"]),
        );
    }
    page
}

/// The same turned over: names at the left, one column a case.
fn lying(title: &str, columns: &[(&str, &str)], random: &mut Random) -> Page {
    let cases = random.between(1, 4) as u32;
    let (mut page, first) = headed(title, cases + 1, random);
    for (row, (head, how)) in (first..).zip(columns) {
        page.write(row, 0, head);
        (1..=cases).for_each(|case| draw(&mut page, (row, case), how, case, random));
    }
    page.tables.push((first, first + columns.len() as u32 - 1));
    page
}

/// A page with its title and perhaps fields; the row of the table.
fn headed(title: &str, width: u32, random: &mut Random) -> (Page, u32) {
    let mut page = Page::new(random.pick(&["Sheet1", "表1", "汇总"]));
    let year = random.pick(&["", "2024年", "2024年“3·15”期间", "沂源县"]);
    page.write(0, 0, &format!("{year}{title}"));
    page.merge(0, 0, 0, width - 1);
    if random.chance(50) {
        page.write(1, 0, "填报单位：沂源县南麻市场监督管理所    填报日期：2024年3月18日");
        return (page, 2);
    }
    (page, 1)
}

fn draw(page: &mut Page, at: (u32, u32), how: &str, row: u32, random: &mut Random) {
    let entry = match how {
        "空" => return,
        "#" => Entry::number(row),
        "人" => Entry::text(random.pick(PEOPLE)),
        "科" => Entry::text(random.pick(PLACES)),
        "号" => Entry::Text(format!("139{:08}", random.below(99_999_999))),
        "日" => Entry::Text(format!("2024年3月{}日", random.between(1, 28))),
        _ => number(how, random).unwrap_or_else(|| {
            let choices: Vec<&str> = how.split('/').collect();
            Entry::text(random.pick(&choices))
        }),
    };
    page.put(at.0, at.1, entry);
}

/// `3-50` or `1.0-9.9`.
fn number(how: &str, random: &mut Random) -> Option<Entry> {
    let (low, high) = how.split_once('-')?;
    let tenths = |text: &str| text.replace('.', "").parse::<i64>().ok();
    let drawn = random.between(tenths(low)?, tenths(high)?);
    Some(if low.contains('.') {
        Entry::Number(format!("{}.{}", drawn / 10, drawn % 10))
    } else {
        Entry::number(drawn)
    })
}
