// A unit says that the sheet is a burden; its county reads what was said, and not by whom.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WAYS, launch, sit } from '../desk.mjs';
import { UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

for (const { way, script } of WAYS) {
  test(`said, read, and taken back, ${way}`, async () => {
    const unit = script ? '370320001' : '370320009';
    const words = script ? '第 4 项要翻三个月台账' : '投诉件数年报里有';
    const desk = await sit(browser, stage, unit, { script, picture: `burden-${script}` });
    await desk.sees(UNITS[unit]);
    await desk.open(`/campaigns/1/units/${unit}`);
    await desk.page.locator('summary', { hasText: '说一说' }).click();
    await desk.page.getByLabel('这张表给我添负担').check();
    await desk.fill('具体情况（可不写）', words);
    await desk.sees(UNITS[unit]);
    await desk.press('告诉布置的单位');
    await desk.sees(UNITS[unit]);
    await desk.says('已经告诉布置的单位：这张表给我添负担');

    const county = await sit(browser, stage, 'xian1', { script, picture: `burden-county-${script}` });
    await county.sees(UNITS['370320']);
    await county.open('/campaigns/1');
    await county.sees('活动情况统计');
    await county.says(words);
    const said = await county.page.locator('#burden + section').innerText();
    assert.ok(!said.includes(UNITS[unit]) && !said.includes(unit), said);

    await desk.page.locator('summary', { hasText: '改一改，或者收回' }).click();
    await desk.press('收回，当作没说过');
    await desk.sees(UNITS[unit]);
    await desk.saysNot('已经告诉布置的单位');
    await county.open('/campaigns/1');
    await county.sees('活动情况统计');
    await county.saysNot(words);
    await county.leave();
    await desk.leave();
  });
}
