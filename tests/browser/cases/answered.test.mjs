// A clerk whose sheet has three mistakes gets the very file back with what is wrong written into it, mends it in an office
// program, sends it with the marks still in it, and has the receipt.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import XLSX from 'xlsx';
import { launch, sit } from '../desk.mjs';
import { converted, typedIntoCells, typedIntoFields } from '../office.mjs';
import { UNITS, but, sheet } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

/** Half an activity, a figure that is none, nothing at all; and what is right, by item. */
const WRONG = but({ 0: '6.5', 3: '约800', 10: '' });
const MENDED = { 0: '6', 3: '800', 10: '2850' };
const REASON = '含集中宣传月的活动，已与台账逐项核对';

/** A clerk's desk with the page on which a sheet is uploaded. */
async function uploading(script, unit, picture) {
  const desk = await sit(browser, stage, unit, { script, picture });
  await desk.sees(UNITS[unit]);
  await desk.follow('上传报表');
  await desk.sees(UNITS[unit]);
  return desk;
}

async function upload(desk, unit, file) {
  await desk.choose('file', { mimeType: 'application/octet-stream', ...file });
  await desk.press('上传并检查');
  await desk.sees(`${UNITS[unit]}：填报表`);
}

/** The answered file that the page hands out: its name and its bytes. */
async function answered(desk) {
  const file = await desk.download(desk.page.getByRole('link', { name: '下载批注好的原表' }));
  return { name: file.suggestedFilename(), buffer: readFileSync(await file.path()) };
}

/** Sends what was mended, and has the receipt. */
async function sendsMended(desk, unit, file) {
  await desk.follow('重新上传');
  await desk.sees(UNITS[unit]);
  await upload(desk, unit, file);
  for (const [item, figure] of but(MENDED).entries()) assert.equal(await desk.figure(item).inputValue(), figure);
  await desk.press('保存并核对');
  await desk.sees(`${UNITS[unit]}：核对并报送`);
  await desk.saysNot('“强制”');
  for (const box of await desk.page.getByRole('textbox', { name: '核实说明' }).all()) await box.fill(REASON);
  await desk.press('报送到');
  await desk.sees('上报回执');
  await desk.says(file.name);
  await desk.leave();
}

for (const { script, unit } of [{ script: true, unit: '370320009' }, { script: false, unit: '370320010' }]) {
  const way = script ? 'with' : 'without';
  test(`three mistakes in a workbook, mended in the workbook that comes back, ${way} scripts`, async () => {
    const name = UNITS[unit];
    const desk = await uploading(script, unit, `answered-${script ? 'js' : 'plain'}`);
    await upload(desk, unit, { name: '统计表.xlsx', buffer: converted(sheet(name, WRONG).buffer, 'csv', 'xlsx') });
    await desk.says('D7 原文“约800”');
    const answer = await answered(desk);
    assert.equal(answer.name, `${name}-待改3处.xlsx`);
    const book = XLSX.read(answer.buffer);
    assert.equal(book.SheetNames.at(-1), '问题清单');
    const said = (cell) => (book.Sheets[book.SheetNames[0]][cell].c ?? []).map((comment) => comment.t).join();
    for (const cell of ['D4', 'D7', 'D14']) assert.match(said(cell), /【强制】[^]*怎么改：/, cell);

    const buffer = typedIntoCells(answer.buffer, { D4: MENDED[0], D7: MENDED[3], D14: MENDED[10] });
    assert.ok(XLSX.read(buffer).SheetNames.includes('问题清单'), 'the marks are still in it');
    await sendsMended(desk, unit, { name: answer.name, buffer });
  });
}

test('three mistakes in a blank document, mended in the document that comes back: what is locked stays locked', async () => {
  const unit = '370322017';
  const desk = await uploading(true, unit, 'answered-document');
  const blank = await desk.download(desk.page.getByRole('link', { name: '空白表（Word）' }));
  // Figures stand in the fourth column, below the heads; nobody can write over a label.
  const cells = Object.fromEntries(WRONG.flatMap((figure, item) => (figure ? [[`D${item + 2}`, figure]] : [])));
  const filled = typedIntoFields(readFileSync(await blank.path()), { ...cells, B2: '改了标签' });
  await upload(desk, unit, { name: '统计表.docx', buffer: filled });
  await desk.saysNot('改了标签');
  const answer = await answered(desk);
  assert.equal(answer.name, `${UNITS[unit]}-待改3处.docx`);
  const text = converted(answer.buffer, 'docx', 'txt').toString();
  assert.match(text, /问题清单（由汇表添加）[^]*约800/);

  const buffer = typedIntoFields(answer.buffer, { D2: MENDED[0], D5: MENDED[3], D12: MENDED[10] });
  await sendsMended(desk, unit, { name: answer.name, buffer });
});

