// A county accepts everything without findings in one step, copies who is missing, extends and exempts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, sit } from '../desk.mjs';
import { UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

const CASES = [
  { script: true, supervisor: 'xian2', county: '370321', missing: '370321016' },
  { script: false, supervisor: 'xian3', county: '370322', missing: '370322017' },
];

async function tile(desk, label) {
  return Number(await desk.page.locator('.tiles li', { hasText: label }).locator('.tile-count').innerText());
}

test('what has an explanation to be read is not accepted in one step', async () => {
  const desk = await sit(browser, stage, 'xian1');
  await desk.sees(UNITS[370320]);
  await desk.follow('审核待审的');
  await desk.sees(UNITS[370320]);
  assert.equal(await tile(desk, '待审'), 2);
  assert.equal(await desk.page.getByRole('button', { name: '一次通过' }).count(), 0);
  await desk.leave();
});

for (const { script, supervisor, county, missing } of CASES) {
  const how = script ? 'with scripts' : 'without scripts';

  test(`bulk accept, ${how}`, async () => {
    const desk = await sit(browser, stage, supervisor, { script, picture: `review-${supervisor}` });
    await desk.sees(UNITS[county]);
    await desk.follow('审核待审的');
    await desk.sees(UNITS[county]);
    const button = await desk.page.getByRole('button', { name: '一次通过' }).innerText();
    const clean = Number(button.match(/\d+/)[0]);
    const pending = await tile(desk, '待审');
    assert.ok(clean > 0 && clean <= pending, `${clean} of ${pending} have nothing to ask about`);
    await desk.press('一次通过');
    await desk.sees(UNITS[county]);
    await desk.says(`${clean} 份`);
    assert.equal(await tile(desk, '待审'), pending - clean);
    assert.equal(await desk.page.getByRole('button', { name: '一次通过' }).count(), 0);
    await desk.leave();
  });

  test(`the list of who is missing, ${how}`, async () => {
    const desk = await sit(browser, stage, supervisor, { script, picture: `missing-${supervisor}` });
    await desk.sees(UNITS[county]);
    await desk.follow('未报名单');
    await desk.sees(`${UNITS[county]}：未报名单`);
    const text = await desk.page.locator('#words').inputValue();
    assert.ok(text.includes(UNITS[missing]), text);
    if (script) {
      await desk.context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await desk.page.getByRole('button', { name: '复制文字' }).click();
      await desk.page.getByText('已复制，可以粘贴了。').waitFor();
      const copied = await desk.page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied.replace(/\r\n/g, '\n'), text);
    }
    await desk.leave();
  });

  test(`extension and exemption, ${how}`, async () => {
    const desk = await sit(browser, stage, supervisor, { script, picture: `extend-${supervisor}` });
    await desk.sees(UNITS[county]);
    await desk.open(`/campaigns/1/units/${missing}`);
    await desk.sees(UNITS[missing]);
    await desk.fill('延至', '改天');
    await desk.fill('原因', '所长住院，台账锁在柜里');
    await desk.press('给这个单位延期');
    await desk.sees(UNITS[missing]);
    assert.match(await desk.page.title(), /^错误：/);
    await desk.fill('延至', '2024-03-28 24:00');
    await desk.press('给这个单位延期');
    await desk.sees(UNITS[missing]);
    await desk.says('本单位延至 2024年3月28日 24:00');
    await desk.fill('免报原因', '机构撤并，业务已划转');
    await desk.press('设为免报');
    await desk.sees(UNITS[missing]);
    await desk.says('现为免报，原因：机构撤并，业务已划转');
    await desk.press('取消免报');
    await desk.sees(UNITS[missing]);
    await desk.saysNot('现为免报');
    await desk.leave();
  });
}
