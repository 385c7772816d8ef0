// A notice becomes a campaign: read, checked against its own sentences, kept as a draft, published.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WAYS, launch, sit } from '../desk.mjs';
import { UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

const ITEMS = [
  ['普法宣传活动', '场'], ['组织新闻发布会', '场'], ['开展线上线下消费教育活动', '次'], ['受理消费者咨询情况', '件'],
  ['受理消费者投诉情况', '件'], ['解决消费纠纷', '件'], ['为消费者挽回经济损失', '万元'], ['发布消费提（警）示', '条'],
  ['组织新闻媒体专栏专题', '期'], ['媒体宣传报道', '篇'], ['印发各类宣传资料', '份'],
];

const NOTICE = [
  '清河市卫生健康局关于报送2024年“3·15”活动情况的通知',
  '',
  '各医疗卫生单位：',
  '　　围绕“放心消费”年主题组织开展宣传活动。3月13日下班前，各单位须把过期药品送到市局仓库统一销毁。',
  '　　请于3月22日前将“3·15”活动总结、图片等材料和“3·15”活动情况统计表报送至市卫生健康局综合监督科。',
  '　　联系人：周明，联系电话：5550123。',
  '',
  '清河市卫生健康局',
  '2024年2月26日',
  '',
  '附件',
  '2024年“3·15”活动情况统计表',
  '\t序号\t类别\t单位\t数量',
  ...ITEMS.map(([item, measure], index) => `\t${index + 1}\t${item}\t${measure}\t`),
].join('\n');

for (const { way, script } of WAYS) {
  test(`from upload to published, ${way}`, async () => {
    const desk = await sit(browser, stage, 'shi', { script, picture: `notice-${script}` });
    await desk.sees(UNITS['3703']);
    await desk.open('/campaigns');
    await desk.sees('填报任务');
    let clicks = 0;
    const click = async (doing) => { clicks += 1; await doing; };
    const begun = Date.now();
    await click(desk.follow('从通知新建'));
    await desk.sees('从通知新建填报任务');
    await click(desk.choose('file', { name: '通知.txt', mimeType: 'text/plain', buffer: Buffer.from(NOTICE) }));
    await click(desk.press('读通知'));
    await desk.sees('新建填报任务');
    await desk.says('3月13日下班前');
    const value = (label) => desk.page.getByLabel(label, { exact: true }).first().inputValue();
    assert.equal(await value('任务名称'), '2024年“3·15”活动情况统计表');
    assert.equal(await value('年度'), '2024');
    assert.equal(await value('活动主题'), '放心消费');
    assert.equal(await value('布置单位'), '清河市卫生健康局');
    assert.equal(await value('截止时刻'), '2024-03-22 24:00');
    for (const [row, kind] of [[1, "summary"], [2, "pictures"]]) assert.equal(await desk.page.locator(`#m${row}-kind`).inputValue(), kind);
    assert.equal(await desk.page.locator("#m3-kind").inputValue(), "");
    await click(desk.press('存为草稿'));
    await desk.sees('2024年“3·15”活动情况统计表');
    await click(desk.press('发布给'));
    await desk.sees('2024年“3·15”活动情况统计表');
    assert.ok(clicks <= 12 && Date.now() - begun < 120_000, `${clicks} clicks, ${Date.now() - begun} ms`);
    const campaign = desk.path().match(/\/campaigns\/(\d+)/)[1];
    const unit = await sit(browser, stage, '370320001', { script, picture: `notice-unit-${script}` });
    await unit.sees(UNITS['370320001']);
    await unit.open(`/campaigns/${campaign}/units/370320001`);
    await unit.sees(UNITS['370320001']);
    await unit.says('活动总结');
    await unit.follow('看通知原文');
    await unit.sees('通知原文');
    await unit.says('综合监督科');
    await unit.leave();
    await desk.leave();
  });
}
