// A supervisor makes a form from a blank table without knowing its language: an item renamed, two new ones, one of
// them 其中; it is kept, asked for by a campaign, handed out as a text.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { WAYS, launch, sit } from '../desk.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

const LINES = ['2025年消费维权工作统计表', '填报单位：,,填报日期：,', '序号,项目,单位,数量', '1,检查经营主体,户次,', '2,查办案件,件,', '3,罚没款,万元,'];
const TABLE = { name: '空白表.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${LINES.join('\r\n')}\r\n`) };

async function corrects(desk, button) {
  await desk.press(button);
  await desk.sees('核对报表');
}

const NOTICE = [
  '清河市教育局关于报送2024年校园安全检查情况的通知', '', '各学校：',
  '　　请于2024年4月22日前将校园安全检查情况统计表报送至市教育局安全科。', '　　联系人：李敏，联系电话：5556677。', '',
  '清河市教育局', '2024年3月25日', '', '附件', '2024年校园安全检查情况统计表', '填报单位：　　填报日期：',
  '序号\t检查内容\t单位\t本期\t上年同期', '1\t检查学校\t所\t\t', '2\t排查隐患\t处\t\t', '\t其中：重大隐患\t处\t\t', '3\t整改隐患\t处\t\t',
].join('\n');

for (const { way, script } of WAYS) {
  test(`the annex of a notice becomes its form, ${way}`, async () => {
    const desk = await sit(browser, stage, 'shi', { script, picture: `annex-${script}` });
    await desk.sees('淄博市');
    await desk.open('/campaigns/notice');
    await desk.sees('从通知新建填报任务');
    await desk.choose('file', { name: '通知.txt', mimeType: 'text/plain', buffer: Buffer.from(NOTICE) });
    await desk.press('读通知');
    await desk.sees('新建填报任务');
    const back = desk.path();
    await desk.press('由附表制表');
    await desk.sees('核对报表');
    await desk.says('样表读回：全部一致（8 个数）');

    await desk.fill('第2项名称', '排查安全隐患');
    await desk.page.locator('summary', { hasText: '加一个比率' }).click();
    await desk.fill('名称', '不用的名称');
    await desk.page.locator('#new-rate').fill('整改率');
    await desk.page.locator('#new-rate-top').selectOption({ label: '第3项 整改隐患' });
    await desk.page.locator('#new-rate-bottom').selectOption({ label: '第2项 排查隐患' });
    await corrects(desk, '加这个比率');
    assert.equal(await desk.field('第 1 个比率名称').inputValue(), '整改率');
    assert.equal(await desk.page.locator('#new-label').inputValue(), '不用的名称');
    await desk.fill('名称', '');
    await desk.page.locator('summary', { hasText: '加一个算出的栏' }).click();
    await desk.page.locator('#new-computed').fill('增减');
    await desk.page.locator('#new-computed-base').selectOption({ label: '上年同期' });
    await corrects(desk, '加这一栏');
    await corrects(desk, '上移：上年同期');
    assert.equal(await desk.field('第 1 栏名称').inputValue(), '上年同期');
    await desk.fill('填报单位', '填报学校、学校名称');
    await corrects(desk, '更新');
    await desk.says('样表读回：全部一致（8 个数）');
    await desk.says('填报学校：');
    await desk.fill('报表代码', `annex-${script}`);
    await desk.press('保存报表');
    await desk.sees('校园安全检查情况统计表');
    await desk.says('报表已保存');
    await desk.follow('回到通知，接着布置');
    await desk.sees('新建填报任务');
    assert.equal(desk.path(), back);
    await desk.says('不必再制');
    assert.equal(await desk.page.getByLabel('报表', { exact: true }).inputValue(), `annex-${script}/2024`);
    await desk.press('存为草稿');
    await desk.sees('2024年校园安全检查情况统计表');
    await desk.leave();
  });

  test(`a form is made from a table, ${way}`, async () => {
    const version = script ? '2025' : '2026';
    const desk = await sit(browser, stage, 'shi', { script, picture: `making-${script}` });
    await desk.sees('淄博市');
    await desk.follow('报表');
    await desk.sees('报表');
    await desk.follow('制作报表');
    await desk.sees('制作报表');
    await desk.press('读取表格');
    await desk.sees('制作报表');
    await desk.says('请选择表格文件');
    await desk.choose('file', TABLE);
    await desk.press('读取表格');
    await desk.sees('核对报表');
    await desk.says('样表读回：全部一致（3 个数）');

    await desk.fill('第2项名称', '罚没款');
    await corrects(desk, '更新');
    await desk.says('“罚没款”与第3项同名');
    assert.match(await desk.page.title(), /^错误：/);
    assert.equal(await desk.field('第2项名称').inputValue(), '罚没款');
    await desk.fill('第2项名称', '立案查办案件');
    await desk.fill('名称', '移送司法机关案件');
    await desk.fill('计量单位（分段不填）', '件');
    await desk.page.getByLabel('放在哪里').selectOption({ label: '第2项 查办案件之后' });
    await corrects(desk, '加一项');
    await desk.page.locator('summary', { hasText: '第4项' }).click();
    await desk.page.locator('#whole-2').selectOption({ label: '第2项 立案查办案件' });
    await desk.fill('名称', '宣传活动');
    await desk.fill('计量单位（分段不填）', '场');
    await corrects(desk, '加一项');
    await desk.says('第2项的其中项，不大于它');
    await corrects(desk, '上移：宣传活动');
    assert.ok(desk.page.url().endsWith('/forms/edit#item-5'), desk.page.url());
    await desk.says('样表读回：全部一致（5 个数）');

    await desk.fill('报表代码', 'browser-form');
    await desk.fill('版本', version);
    await desk.press('保存报表');
    await desk.sees('消费维权工作统计表');
    await desk.says('报表已保存');
    const saved = await desk.download(desk.page.getByRole('link', { name: '导出报表文字' }));
    assert.equal(saved.suggestedFilename(), `browser-form-${version}.toml`);
    assert.match(readFileSync(await saved.path(), 'utf8'), /label = "移送司法机关案件"/);
    await desk.open('/campaigns/new');
    await desk.sees('新建填报任务');
    await desk.page.getByLabel('报表', { exact: true }).selectOption(`browser-form/${version}`);

    await desk.open(`/forms/browser-form/${version}`);
    await desk.sees('消费维权工作统计表');
    await desk.fill('新版本', version);
    await desk.press('沿用并修改');
    await desk.sees('制作报表');
    await desk.says('请换一个版本号');
    await desk.fill('新版本', `${version}-2`);
    await desk.press('沿用并修改');
    await desk.sees('核对报表');
    await desk.press('保存报表');
    await desk.sees('消费维权工作统计表');
    await desk.leave();
  });
}
