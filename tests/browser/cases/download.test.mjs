// What supervisors download: a workbook that opens, under a Chinese name; data; a unit's own file, byte for byte.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { WAYS, launch, sit } from '../desk.mjs';
import { UNITS, sample } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

/** The first sheet of a workbook as an office program reads it. */
function opened(download, path) {
  const folder = mkdtempSync(join(tmpdir(), 'huibiao-opened-'));
  try {
    const home = `-env:UserInstallation=file://${folder}/home`;
    execFileSync('soffice', [home, '--headless', '--convert-to', 'csv:Text - txt - csv (StarCalc):44,34,76', '--outdir', folder, path]);
    const csv = readdirSync(folder).find((name) => name.endsWith('.csv'));
    return readFileSync(join(folder, csv), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const beginning = (path) => readFileSync(path).subarray(0, 3).toString('latin1');

for (const { way, script } of WAYS) {
  test(`the workbook of a county, ${way}`, async () => {
    const desk = await sit(browser, stage, 'xian1', { script, picture: 'download' });
    await desk.sees('沂源县');
    await desk.follow('汇总');
    await desk.sees('沂源县：汇总');
    const total = await desk.page.getByRole('row', { name: /普法宣传活动/ }).first().getByRole('link').innerText();

    const workbook = await desk.download(desk.page.getByRole('link', { name: '下载工作簿' }));
    assert.match(workbook.suggestedFilename(), /沂源县.*\.xlsx$/);
    const path = await workbook.path();
    assert.equal(beginning(path).slice(0, 2), 'PK');
    const table = opened(workbook, path);
    assert.match(table, /普法宣传活动/);
    assert.ok(table.includes(total.replace(/（.*/, '').trim()), `the workbook has the page's total ${total}:\n${table}`);

    const csv = await desk.download(desk.page.getByRole('link', { name: '数据（CSV）' }));
    assert.match(csv.suggestedFilename(), /\.csv$/);
    assert.equal(beginning(await csv.path()), '\u00ef\u00bb\u00bf', 'Excel needs the mark to read Chinese');
    const json = await desk.download(desk.page.getByRole('link', { name: '数据（JSON）' }));
    JSON.parse(readFileSync(await json.path(), 'utf8'));
    await desk.leave();
  });

  test(`a unit's own file, ${way}`, async () => {
    const desk = await sit(browser, stage, '370320001', { script });
    await desk.sees(UNITS['370320001']);
    await desk.follow('查看回执');
    await desk.sees('上报回执');
    await desk.follow('查看这次上报');
    await desk.sees(`${UNITS['370320001']}：第 1 次上报`);
    const file = await desk.download(desk.page.getByRole('link', { name: '下载原始文件' }));
    const sent = sample('370320001');
    assert.equal(file.suggestedFilename(), sent.name);
    assert.deepEqual(readFileSync(await file.path()), sent.buffer);
    await desk.leave();
  });
}
