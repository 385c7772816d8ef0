// A supervisor returns a sheet with a reason; the clerk reads it, corrects and sends; both see what changed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, sit } from '../desk.mjs';
import { UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

const REASON = '第 11 项印发宣传资料与小结里的“一万份”对不上，请按入库单核对后重报。';

const CASES = [
  { script: true, unit: '370321001', supervisor: 'xian2', figure: 10, before: '15180', after: '10180' },
  { script: false, unit: '370322017', supervisor: 'xian3', figure: 10, before: '17399', after: '10399' },
];

for (const { script, unit, supervisor, figure, before: was, after: becomes } of CASES) {
  test(`returned and corrected, ${script ? 'with' : 'without'} scripts`, async () => {
    const name = UNITS[unit];
    const picture = script ? 'return-js' : 'return-plain';
    if (unit === '370322017') await firstReport(unit);

    const county = await sit(browser, stage, supervisor, { script, picture });
    await county.sees(UNITS[unit.slice(0, 6)]);
    await county.follow('审核待审的');
    await county.sees(UNITS[unit.slice(0, 6)]);
    await county.leadsOn(county.page.getByRole('row', { name }).getByRole('link', { name: '审核' }));
    await county.sees(`${name}：第 1 次上报`);
    await county.press('退回给');
    await county.sees(`${name}：第 1 次上报`);
    assert.match(await county.page.title(), /^错误：/, 'nobody returns without a reason');
    await county.fill('退回原因', REASON);
    await county.page.getByLabel(/印发各类宣传资料/).check();
    await county.press('退回给');
    await county.sees(`${name}：第 1 次上报`);
    await county.says('已退回');
    await county.says(REASON);

    const clerk = await sit(browser, stage, unit, { script, picture });
    await clerk.sees(name);
    await clerk.says(REASON);
    await clerk.follow('修改后重新报送');
    await clerk.sees(name);
    await clerk.says(REASON);
    await clerk.leadsOn(clerk.page.locator('.returned').getByRole('link', { name: /印发各类宣传资料/ }));
    await clerk.sees(`${name}：填报表`);
    assert.match(clerk.page.url(), new RegExp(`#v-${figure}$`));
    assert.equal(await clerk.figure(figure).inputValue(), was, 'the form begins with what was sent');
    assert.match(await clerk.field('填报日期').inputValue(), /^2024-03-\d\d$/, 'and with its date');
    await clerk.figure(figure).fill(becomes);
    await clerk.press('保存并核对');
    await clerk.sees(`${name}：核对并报送`);
    for (const field of await clerk.page.getByLabel('核实说明', { exact: true }).all()) {
      await field.fill('含去年积压的预付卡纠纷，今年三月集中办结，已逐件核对台账');
    }
    await clerk.press('报送到');
    await clerk.sees('上报回执');
    await clerk.says('第 2 次上报');
    await clerk.follow('查看这次上报');
    await clerk.sees(`${name}：第 2 次上报`);
    await clerk.says('与第 1 次上报相比，有 1 项改动');
    await clerk.says(`有改动，原 ${was}`);

    await county.follow(/审核|进度|汇表/);
    await county.open(clerk.path());
    await county.sees(`${name}：第 2 次上报`);
    await county.says('与第 1 次上报相比，有 1 项改动');
    await county.press('通过这次上报');
    await county.sees(`${name}：第 2 次上报`);
    await county.says('已通过');
    await clerk.leave();
    county.visited.delete('/');
    await county.leave();
  });
}

/** This unit has not reported yet. */
async function firstReport(unit) {
  const { sample } = await import('../sheets.mjs');
  const desk = await sit(browser, stage, unit);
  await desk.sees(UNITS[unit]);
  await desk.follow('上传报表');
  await desk.sees(UNITS[unit]);
  await desk.choose('file', sample(unit));
  await desk.press('上传并检查');
  await desk.sees(`${UNITS[unit]}：填报表`);
  await desk.press('保存并核对');
  await desk.sees(`${UNITS[unit]}：核对并报送`);
  for (const field of await desk.page.getByLabel('核实说明', { exact: true }).all()) {
    await field.fill('含去年积压的预付卡纠纷，今年三月集中办结，已逐件核对台账');
  }
  await desk.press('报送到');
  await desk.sees('上报回执');
  await desk.leave();
}
