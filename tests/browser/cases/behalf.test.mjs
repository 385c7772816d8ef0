// 代报: a supervisor drops several units' files at once, looks, ticks, sends; each unit is told.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, sit } from '../desk.mjs';
import { UNITS, SOUND, but, sample, sheet } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

const CASES = [
  { script: true, unit: '370320010', other: '370320001' },
  { script: false, unit: '370320009', other: '370320004' },
];

for (const { script, unit, other } of CASES) {
  test(`several files for several units, ${script ? 'with' : 'without'} scripts`, async () => {
    const desk = await sit(browser, stage, 'xian1', { script, picture: `behalf-${script ? 'js' : 'plain'}` });
    await desk.sees('沂源县');
    await desk.follow('代报');
    await desk.sees('沂源县：代报');
    await desk.press('上传并查看');
    await desk.sees('沂源县：代报');
    assert.match(await desk.page.title(), /^错误：/, 'no files, no preview');

    const files = [
      sheet(UNITS[unit], but({ 4: '45', 5: '60' })),
      sheet(UNITS[other], but({ 3: '约800' })),
      sheet('沂源县没有这个所', SOUND, '没有的所.csv'),
      sheet(UNITS['370321001'], SOUND),
    ];
    await desk.choose('files', ...files);
    await desk.press('上传并查看');
    await desk.sees('代报：核对读到的内容');
    await desk.says('读了 4 份文件，其中 1 份可以报送');
    assert.equal(await desk.page.locator('input.figure').count(), 0, 'no figure can be touched');
    await desk.page.getByLabel('核实说明').fill('单位电话说明：含去年积压纠纷 15 件，台账已传来');
    await desk.page.getByLabel(`代${UNITS[unit]}报送这一份`).check();
    await desk.press('报送勾选的各份');
    await desk.sees('代报结果');
    await desk.says('已报送 1 份');
    const receipt = desk.page.locator('td a[href^="/receipts/"]');
    await desk.leadsOn(receipt);
    await desk.sees('上报回执');
    await desk.says(`代“${UNITS[unit]}”报送`);

    const clerk = await sit(browser, stage, unit, { script, picture: `behalf-told-${script ? 'js' : 'plain'}` });
    await clerk.sees(UNITS[unit]);
    await clerk.says('单位告知');
    await clerk.says('代');
    await clerk.press('知道了');
    await clerk.sees(UNITS[unit]);
    await clerk.saysNot('单位告知');
    await clerk.leave();
    await desk.leave();
  });
}

test('samples of all formats are read in one batch', async () => {
  const desk = await sit(browser, stage, 'xian3', { picture: 'behalf-many' });
  await desk.sees('高青县');
  await desk.follow('代报');
  await desk.sees('高青县：代报');
  const codes = ['370322001', '370322007', '370322010', '370322012', '370322017'];
  await desk.choose('files', ...codes.map(sample));
  await desk.press('上传并查看');
  await desk.sees('代报：核对读到的内容');
  for (const code of codes) await desk.says(UNITS[code]);
  await desk.leave();
});
