// A clerk uploads a sheet with mistakes, mends it, explains what is unusual, and sends it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, sit } from '../desk.mjs';
import { UNITS, but, sheet } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

/** 约800 is no number, the last item is missing; mended, more is resolved than was accepted. */
const WRONG = but({ 3: '约800', 10: '' });
const RIGHT = but({ 3: '800', 4: '45', 5: '60' });
const REASON = '含去年积压的预付卡纠纷 15 件，今年三月集中办结，已逐件核对台账';

inTheFile.words = 'in the file';
onThePage.words = 'on the page';

const CASES = [
  { script: true, unit: '370320009', repair: inTheFile, timely: '迟报' },
  { script: true, unit: '370322017', repair: onThePage, timely: '迟报' },
  { script: false, unit: '370320010', repair: onThePage, timely: '迟报' },
  { script: false, unit: '370321016', repair: inTheFile, timely: '按时' },
];

for (const { script, unit, repair, timely } of CASES) {
  test(`a sheet with mistakes, mended ${repair.words}, ${script ? 'with' : 'without'} scripts: ${timely}`, async () => {
    const name = UNITS[unit];
    const desk = await sit(browser, stage, unit, { script, picture: `upload-${repair.name}-${script ? 'js' : 'plain'}` });
    await desk.sees(name);
    await desk.follow('上传报表');
    await desk.sees(name);
    await desk.choose('file', sheet(name, WRONG));
    await desk.press('上传并检查');

    await desk.sees(`${name}：填报表`);
    await desk.says('尚未报送');
    await desk.says(/读自文件“.*报表\.csv”/);
    await desk.says('D7 原文“约800”');
    await linkLeadsToRow(desk, /约800/, 3);
    await linkLeadsToRow(desk, /第 ?11 项|印发各类宣传资料/, 10);

    await desk.press('保存并核对');
    await desk.sees(`${name}：核对并报送`);
    await desk.says('有 2 处“强制”问题，改正后才能报送');
    assert.equal(await desk.page.getByRole('button', { name: '报送到' }).count(), 0, 'nothing can be sent yet');

    await repair(desk, name);
    await desk.press('保存并核对');
    await desk.sees(`${name}：核对并报送`);
    await desk.says('请说明 1 处“核实”');
    await desk.fill('核实说明', '情况属实');
    await desk.press('报送到');
    await desk.sees(`${name}：核对并报送`);
    assert.match(await desk.page.title(), /^错误：/);
    assert.equal(await desk.field('核实说明').inputValue(), '情况属实', 'what was typed is kept');
    await desk.fill('核实说明', REASON);
    await desk.press('报送到');

    await desk.sees('上报回执');
    await desk.says(timely);
    await desk.says(REASON);
    await desk.says('SHA-256');
    const receipt = desk.path();
    await desk.follow('汇表');
    await desk.sees(name);
    await desk.says('待审');
    await desk.follow('查看回执');
    await desk.sees('上报回执');
    assert.equal(desk.path(), receipt);
    await desk.leave();
  });
}

async function linkLeadsToRow(desk, words, figure) {
  await desk.page.locator('.summary').getByRole('link', { name: words }).click();
  assert.match(desk.page.url(), new RegExp(`#v-${figure}$`));
  await desk.figure(figure).waitFor();
  const seen = await desk.figure(figure).evaluate((field) => {
    const { top, bottom } = field.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });
  assert.ok(seen, `the link shows item ${figure + 1}`);
}

async function inTheFile(desk, name) {
  await desk.follow('返回修改');
  await desk.sees(`${name}：填报表`);
  await desk.follow('重新上传');
  await desk.sees(name);
  await desk.choose('file', sheet(name, RIGHT, `${name}改正.csv`));
  await desk.press('上传并检查');
  await desk.sees(`${name}：填报表`);
}

async function onThePage(desk, name) {
  await desk.follow('返回修改');
  await desk.sees(`${name}：填报表`);
  for (const [figure, text] of RIGHT.entries()) await desk.figure(figure).fill(text);
}

const REFUSED = [
  { what: 'a picture', file: { name: '照片.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') } },
  { what: 'an empty workbook', file: { name: '统计表.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK\u0003\u0004broken') } },
  { what: 'no file at all', file: null },
];

for (const { what, file } of REFUSED) {
  for (const script of [true, false]) {
    test(`${what} is refused in words, ${script ? 'with' : 'without'} scripts`, async () => {
      const desk = await sit(browser, stage, '370320001', { script });
      await desk.sees(UNITS['370320001']);
      await desk.follow('查看或再次上报');
      await desk.sees(UNITS['370320001']);
      if (file) await desk.choose('file', file);
      // With scripts the answer takes the page's place without another being opened.
      await desk.page.getByRole('button', { name: '上传并检查' }).first().click();
      await desk.page.getByText('需要改正').first().waitFor();
      await desk.sees(UNITS['370320001']);
      assert.match(await desk.page.title(), /^错误：/);
      await desk.leave();
    });
  }
}
