// A receipt is one sheet of A4, whatever stands on it; so is the table that is filled in, for the signatures.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { launch, sit } from '../desk.mjs';
import { UNITS, but } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

/** What is printed is one sheet that says these words and not those. */
async function assertOneSheetSays(desk, said, unsaid) {
  const pdf = await desk.page.pdf({ preferCSSPageSize: true, printBackground: true });
  const about = execFileSync('pdfinfo', ['-'], { input: pdf, encoding: 'utf8' });
  assert.match(about, /^Pages: +1$/m, about);
  assert.match(about, /^Page size: .*A4/m, about);
  const printed = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
  for (const words of said) assert.ok(printed.includes(words), `the sheet does not say ${words}:\n${printed}`);
  for (const words of unsaid) assert.ok(!printed.includes(words), `the sheet says ${words}:\n${printed}`);
}

async function assertOneSheet(desk) {
  const number = await desk.page.locator('.receipt-number strong').innerText();
  await assertOneSheetSays(desk, [number, '上报回执', '填表人', '单位公章', '印发各类宣传资料'], ['打印这张回执', '使用手册', '退出']);
}

const KEPT = [
  { what: 'from a file, on time', unit: '370320001' },
  { what: 'with an explanation', unit: '370320016' },
  { what: 'late', unit: '370321002' },
  { what: 'sent on behalf', unit: '370320003' },
  { what: 'from Word', unit: '370321014' },
];

for (const { what, unit } of KEPT) {
  for (const script of [true, false]) {
    test(`a receipt ${what} prints on one sheet, ${script ? 'with' : 'without'} scripts`, async () => {
      const desk = await sit(browser, stage, unit, { script, picture: `receipt-${unit}` });
      await desk.sees(UNITS[unit]);
      await desk.follow('查看回执');
      await desk.sees('上报回执');
      await assertOneSheet(desk);
      await desk.page.setViewportSize({ width: 360, height: 740 });
      await assertOneSheet(desk);
      const buttons = await desk.page.getByRole('button', { name: '打印这张回执' }).count();
      assert.equal(buttons, script ? 1 : 0, 'a button that needs a script is shown only where there is one');
      await desk.leave();
    });
  }
}

for (const script of [true, false]) {
  test(`a draft with mistakes prints on one sheet to be signed, ${script ? 'with' : 'without'} scripts`, async () => {
    const unit = '370320012';
    const desk = await sit(browser, stage, unit, { script, picture: 'draft-printed' });
    await desk.sees(UNITS[unit]);
    await desk.open(`/campaigns/1/units/${unit}/draft`);
    await desk.sees(`${UNITS[unit]}：填报表`);
    for (const width of [1366, 390]) {
      await desk.page.setViewportSize({ width, height: 768 });
      const said = [UNITS[unit], '尚未报送', '填报日期', '14.4956', '10703', '填表人：', '单位负责人（签字）：', '单位公章：'];
      await assertOneSheetSays(desk, said, ['需要改正', '强制', '读自', '不记录您填了多久', '保存并核对']);
    }
    await desk.leave();
  });
}

test('a receipt with long explanations and a remark prints on one sheet', async () => {
  const unit = '370320009';
  const desk = await sit(browser, stage, unit, { picture: 'receipt-long' });
  await desk.sees(UNITS[unit]);
  await desk.follow('在线填写');
  await desk.sees(`${UNITS[unit]}：填报表`);
  for (const [figure, text] of but({ 0: '260', 4: '30', 5: '66', 9: '700', 10: '120000' }).entries()) {
    await desk.figure(figure).fill(text);
  }
  await desk.fill('备注', '本所三月起与原石桥所合署办公，数字含石桥片区，纸质台账存综合科。'.repeat(3));
  await desk.press('保存并核对');
  await desk.sees(`${UNITS[unit]}：核对并报送`);
  const asked = desk.page.getByLabel('核实说明', { exact: true });
  assert.ok(await asked.count() >= 3, 'several are asked about');
  for (const field of await asked.all()) {
    await field.fill('今年与县教育局、商务局联合开展“五进”活动，进企业、进社区、进学校、进乡村、进市场逐场登记，'.repeat(2));
  }
  await desk.press('报送到');
  await desk.sees('上报回执');
  await assertOneSheet(desk);
  await desk.leave();
});
