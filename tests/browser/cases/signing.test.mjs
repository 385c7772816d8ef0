// A county signs its roll-up; the city returns it, and accepts it the second time; a unit's sheet that is returned
// afterwards moves nothing that was signed, and is shown.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WAYS, launch, sit } from '../desk.mjs';
import { UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

const CITY = '淄博市';
const REASON = '第 7 项挽回经济损失与台账不符，请核对后重新汇总上报。';

for (const { way, script } of WAYS) {
  const [county, login, unit] = script ? ['370320', 'xian1', '370320001'] : ['370322', 'xian3', '370322001'];

  test(`signed, returned, signed again and accepted, ${way}`, async () => {
    const name = UNITS[county];
    const picture = script ? 'signing-js' : 'signing-plain';
    const desk = await sit(browser, stage, login, { script, picture });
    await desk.sees(name);
    await desk.open(`/campaigns/1/totals?node=${county}`);
    await desk.sees(`${name}：汇总`);
    await desk.says('口径：实时');
    await desk.follow('上报汇总');
    await desk.sees(`${name}：上报汇总`);
    await desk.says('未汇总上报');
    await desk.says('还不能汇总上报，要等：');
    await desk.says('待审');
    await acceptEverything(login, county);
    await desk.open(`/campaigns/1/sign-offs?node=${county}`);
    await desk.sees(`${name}：上报汇总`);
    await desk.press('汇总上报');
    await desk.sees(`${name}：上报汇总`);
    assert.match(await desk.page.title(), /^错误：/, 'nobody signs without a tick');
    await desk.page.getByLabel('汇总数已核对，同意上报').check();
    await desk.press('汇总上报');
    await desk.sees(`${name}：第 1 次上报汇总`);
    await desk.says('没有计入的单位');
    const signed = await desk.figure(6).innerText();
    const book = await desk.download(desk.page.getByRole('link', { name: /^工作簿/ }));
    assert.match(book.suggestedFilename(), /汇总（第1次上报）\.xlsx$/);

    const city = await sit(browser, stage, 'shi', { script, picture });
    await city.sees(CITY);
    await city.open('/campaigns/1/sign-offs');
    await city.sees(`${CITY}：上报汇总`);
    const row = city.page.getByRole('row', { name });
    await city.leadsOn(row.getByRole('link', { name: '审核' }));
    await city.sees(`${name}：第 1 次上报汇总`);
    await city.press('退回给');
    await city.sees(`${name}：第 1 次上报汇总`);
    assert.match(await city.page.title(), /^错误：/, 'nobody returns without a reason');
    await city.fill('退回原因', REASON);
    await city.press('退回给');
    await city.sees(`${name}：第 1 次上报汇总`);
    await city.says('已退回');

    await desk.open(`/campaigns/1/sign-offs?node=${county}`);
    await desk.sees(`${name}：上报汇总`);
    await desk.says(REASON);
    await desk.fill('为什么重新汇总上报', '已与台账核对，数字无误');
    await desk.page.getByLabel('汇总数已核对，同意上报').check();
    await desk.press('汇总上报');
    await desk.sees(`${name}：第 2 次上报汇总`);
    await city.open(desk.path());
    await city.sees(`${name}：第 2 次上报汇总`);
    await city.press('通过这次汇总');
    await city.sees(`${name}：第 2 次上报汇总`);
    await city.says('已通过');

    await desk.open(`/campaigns/1/units/${unit}`);
    await desk.sees(UNITS[unit]);
    await desk.leadsOn(desk.page.locator('a[href^="/submissions/"]').first());
    await desk.sees(new RegExp(`^${UNITS[unit]}`));
    await desk.fill('退回原因', '请核对第 5 项');
    await desk.press('退回给');
    await desk.sees(new RegExp(`^${UNITS[unit]}`));
    await desk.open(`/campaigns/1/sign-offs?node=${county}`);
    await desk.sees(`${name}：上报汇总`);
    await desk.says('待更正：1 个单位有变化');
    await desk.says(UNITS[unit]);
    await desk.follow('第 2 次');
    await desk.sees(`${name}：第 2 次上报汇总`);
    await desk.says('待更正');
    assert.equal(await desk.figure(6).innerText(), signed, 'what was signed is what it was');
    await city.open('/campaigns/1/sign-offs');
    await city.sees(`${CITY}：上报汇总`);
    await city.says('1 个单位有变化');
    await city.leave();
    await desk.leave();
  });
}

/** Accepts whatever waits in a county, at a desk where nobody looks at the pages. */
async function acceptEverything(login, county) {
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await page.goto(`${stage.url}/sign-in`);
  await page.getByLabel('用户名').fill(login);
  await page.getByLabel('密码').fill(stage.password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL(`${stage.url}/`);
  for (;;) {
    await page.goto(`${stage.url}/campaigns/1/board?node=${county}&state=pending`);
    const waiting = page.getByRole('link', { name: '审核', exact: true });
    if (await waiting.count() === 0) break;
    await waiting.first().click();
    await page.getByRole('button', { name: '通过这次上报' }).click();
    await page.getByText('已通过').first().waitFor();
  }
  await page.context().close();
}
