// A supervisor looks at a package unit by unit, puts the units in order, reminds who is missing something, and ticks the
// papers that came; the unit that was reminded reads it when it signs in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WAYS, launch, sit } from '../desk.mjs';
import { UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

const [SENT, REMINDED] = ['370321001', '370321004'];

const NOTICE = [
  '清河市卫生健康局关于报送2024年“3·15”活动情况的通知',
  '',
  '各医疗卫生单位：',
  '　　请于3月28日前将“3·15”活动方案、活动总结和工作图片报送至市卫生健康局综合监督科。',
  '',
  '清河市卫生健康局',
  '2024年2月26日',
].join('\n');

const text = (name, words) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(words) });

async function arranged(script) {
  const desk = await sit(browser, stage, 'shi', { script });
  await desk.sees(UNITS['3703']);
  await desk.open('/campaigns/notice');
  await desk.sees('从通知新建填报任务');
  await desk.choose('file', text('通知.txt', NOTICE));
  await desk.press('读通知');
  await desk.sees('新建填报任务');
  await desk.press('存为草稿');
  await desk.sees(/2024年/);
  await desk.press('发布给');
  await desk.sees(/2024年/);
  const campaign = desk.path().match(/\/campaigns\/(\d+)/)[1];
  await desk.leave();
  return campaign;
}

async function sendsItsPlan(campaign, script) {
  const clerk = await sit(browser, stage, SENT, { script });
  await clerk.sees(UNITS[SENT]);
  await clerk.open(`/campaigns/${campaign}/units/${SENT}`);
  await clerk.sees(UNITS[SENT]);
  const plan = clerk.page.locator('form.deliverable-add').first();
  await plan.locator('input[type=file]').setInputFiles(text('方案.txt', '活动方案\n一、时间'));
  await clerk.leadsOn(plan.getByRole('button', { name: '放入' }));
  await clerk.sees(UNITS[SENT]);
  await clerk.press(/^报送“/);
  await clerk.sees('报送材料回执');
  await clerk.leave();
}

for (const { way, script } of WAYS) {
  test(`a package on the board, reminded and on paper, ${way}`, async () => {
    const campaign = await arranged(script);
    await sendsItsPlan(campaign, script);
    const county = await sit(browser, stage, 'xian2', { script, picture: `reminding-${script}` });
    await county.sees(UNITS['370321']);
    await county.open(`/campaigns/${campaign}/board`);
    await county.sees(UNITS['370321']);
    await county.says('各项材料');
    const row = county.page.locator('tbody tr', { hasText: SENT });
    assert.match(await row.innerText(), /部分已报/);
    assert.equal(await row.locator('a.cell').count(), 3, 'a cell for each thing asked');
    await county.follow('收到时间');
    await county.sees(UNITS['370321']);
    const first = county.page.locator('#units ~ .table-box tbody tr').first();
    assert.match(await first.innerText(), new RegExp(SENT), 'who sent first stands first');
    await county.leadsOn(county.page.locator('.choice').getByRole('link', { name: /总结/ }));
    await county.sees(UNITS['370321']);
    await county.says('实报 0');
    await county.leadsOn(county.page.locator('.choice').getByRole('link', { name: '全部' }));
    await county.sees(UNITS['370321']);
    await county.leadsOn(county.page.locator('.actions').getByRole('link', { name: '未报名单' }));
    await county.sees('未报名单');
    const boxes = county.page.locator('input[name=unit]');
    for (const box of await boxes.all()) await box.uncheck();
    await county.page.locator('#channel').selectOption('phone');
    await county.press('已催');
    await county.sees('未报名单');
    await county.says('请勾选已经催过的单位');
    await county.page.locator(`#unit-${REMINDED}`).check();
    await county.press('已催');
    await county.sees('未报名单');
    await county.says('已记下催报 1 个单位');
    await county.says('催报 1 次');
    await county.open(`/campaigns/${campaign}/units/${SENT}`);
    await county.sees(UNITS[SENT]);
    if (!(await county.page.locator('#papers details').evaluate((details) => details.open))) {
      await county.page.locator('#papers summary').click();
    }
    await county.press(/^登记收到/);
    await county.sees(UNITS[SENT]);
    assert.match(await county.page.locator('#papers').textContent(), /2024年3月\d+日收到/);
    await county.leave();
    const unit = await sit(browser, stage, REMINDED, { script, picture: `reminded-${script}` });
    await unit.sees(UNITS[REMINDED]);
    assert.match(await unit.page.locator('body').innerText(), /催报：“清河市卫生健康局/);
    await unit.leave();
  });
}
