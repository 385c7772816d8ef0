// A clerk downloads the unit's blank form, fills it in an office program, sends it, and has the receipt; and mends on
// the page what was typed wrongly.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import XLSX from 'xlsx';
import { launch, sit } from '../desk.mjs';
import { converted } from '../office.mjs';
import { SOUND, UNITS, but } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

/** The figures typed in beside their items, by another program's hands, and saved as an old workbook. */
function filled(bytes) {
  const book = XLSX.read(bytes, { cellStyles: true });
  const sheet = book.Sheets[book.SheetNames[0]];
  const rows = XLSX.utils.sheet_to_json(sheet, { header: 1, defval: '' });
  const head = rows.findIndex((row) => row.includes('数量'));
  const column = rows[head].indexOf('数量');
  SOUND.forEach((figure, item) => {
    sheet[XLSX.utils.encode_cell({ r: head + 1 + item, c: column })] = { t: 'n', v: Number(figure) };
  });
  return converted(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }), 'xlsx', 'xls');
}

for (const { script, unit } of [{ script: true, unit: '370320009' }, { script: false, unit: '370320010' }]) {
  test(`a blank form, filled in and sent, ${script ? 'with' : 'without'} scripts`, async () => {
    const name = UNITS[unit];
    const desk = await sit(browser, stage, unit, { script, picture: `blank-${script ? 'js' : 'plain'}` });
    await desk.sees(name);
    await desk.follow('上传报表');
    await desk.sees(name);
    const book = await desk.download(desk.page.getByRole('link', { name: '空白表（Excel）' }));
    assert.match(book.suggestedFilename(), new RegExp(`^${name}-.*空白表\\.xlsx$`));
    const document = await desk.download(desk.page.getByRole('link', { name: '空白表（Word）' }));
    assert.match(document.suggestedFilename(), /空白表\.docx$/);
    const buffer = filled(readFileSync(await book.path()));
    await desk.choose('file', { name: '填好的表.xls', mimeType: 'application/vnd.ms-excel', buffer });
    await desk.press('上传并检查');
    await desk.sees(`${name}：填报表`);
    for (const [item, figure] of SOUND.entries()) assert.equal(await desk.figure(item).inputValue(), figure);
    await desk.press('保存并核对');
    await desk.sees(`${name}：核对并报送`);
    for (const box of await desk.page.getByRole('textbox', { name: '核实说明' }).all()) await box.fill('含集中宣传月的活动，已与台账逐项核对');
    await desk.press('报送到');
    await desk.sees('上报回执');
    await desk.leave();
  });
}

test('a likely figure is taken at one press, and a pasted column is cleaned', async () => {
  const unit = '370322017';
  const desk = await sit(browser, stage, unit, { picture: 'mending' });
  await desk.sees(UNITS[unit]);
  await desk.follow('上传报表');
  await desk.sees(UNITS[unit]);
  await desk.follow('打开填报表');
  await desk.sees(`${UNITS[unit]}：填报表`);
  const words = but({ 0: '12场', 3: '约800', 6: '234100', 10: '8万份' }).join('\n');
  await desk.figure(0).evaluate((cell, text) => {
    const data = new DataTransfer();
    data.setData('text', text);
    cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, words);
  await desk.page.locator('[data-tidied]', { hasText: '拿不准' }).waitFor();
  assert.equal(await desk.figure(0).inputValue(), '12');
  assert.equal(await desk.figure(10).inputValue(), '80000');
  assert.equal(await desk.figure(3).inputValue(), '约800');
  await desk.figure(3).fill('800');
  await desk.press('只保存草稿');
  await desk.sees(`${UNITS[unit]}：填报表`);
  await desk.press('改为 23.41 万元');
  await desk.sees(`${UNITS[unit]}：填报表`);
  assert.equal(await desk.figure(6).inputValue(), '23.41');
  await desk.says('原填“234100”，填报时改为 23.41');
  await desk.leave();
});
