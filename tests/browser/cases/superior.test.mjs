// A supervisor fills the city's own template: uploaded, one cell corrected, confirmed, downloaded, removed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { WAYS, launch, sit } from '../desk.mjs';
import { UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

const ROWS = [
  '全市3·15活动上报表,,,', '汇总单位：　　　　填报日期：　年　月　日,,,', '序号,项目,计量单位,数量', '1,普法宣传活动,场,', '2,组织新闻发布会,场,',
  '3,受理消费者咨询,件,', '4,组织消费维权约谈,次,', '5,为消费者挽回经济损失,元,', ',两项合计,,=D4+D5',
];

/** A file as an office program makes it of another. */
function converted(bytes, name, to) {
  const folder = mkdtempSync(join(tmpdir(), 'huibiao-template-'));
  try {
    writeFileSync(join(folder, name), bytes);
    const home = `-env:UserInstallation=file://${folder}/home`;
    execFileSync('soffice', [home, '--headless', '--convert-to', ...to, '--outdir', folder, join(folder, name)]);
    const made = readdirSync(folder).find((file) => file !== name && file !== 'home');
    return readFileSync(join(folder, made));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const { way, script } of WAYS) {
  test(`the city's template, ${way}`, async () => {
    const picture = script ? 'superior-js' : 'superior-plain';
    const [login, name] = script ? ['xian1', UNITS['370320']] : ['xian3', UNITS['370322']];
    const desk = await sit(browser, stage, login, { script, picture });
    await desk.sees(name);
    await desk.follow('汇总');
    await desk.sees(`${name}：汇总`);
    const total = await desk.page.getByRole('row', { name: /普法宣传活动/ }).first().getByRole('link').innerText();
    await desk.follow('上级模板');
    await desk.sees(`${name}：上级模板`);
    const csv = Buffer.from(`\u{feff}${ROWS.join('\n')}\n`);
    const blank = converted(csv, '上报表.csv', ['xlsx', '--infilter=CSV:44,34,76,1,,0,false,true,false']);
    await desk.choose('file', { name: '市局上报表.xlsx', mimeType: 'application/octet-stream', buffer: blank });
    await desk.press('上传并核对');

    await desk.sees(`${name}：上级模板`);
    await desk.says('待确认');
    await desk.says('模板要“组织消费维权约谈”（B7），本报表没有这一项，留空');
    await desk.says('合计：第1项 普法宣传活动');
    await desk.follow(/D5/);
    await desk.sees(`${name}：上级模板`);
    await desk.says('D5 填什么');
    await desk.page.getByLabel('填哪一项').selectOption('nothing');
    await desk.press('改这一格');
    await desk.sees(`${name}：上级模板`);
    await desk.press('确认各格填得对');
    await desk.sees(`${name}：上级模板`);
    await desk.says('已确认');

    const filled = await desk.download(desk.page.getByRole('link', { name: '下载上级报表（实时）' }));
    assert.equal(filled.suggestedFilename(), `市局上报表（${name}，实时）.xlsx`);
    const bytes = readFileSync(await filled.path());
    const table = converted(bytes, '填好的表.xlsx', ['csv:Text - txt - csv (StarCalc):44,34,76']).toString('utf8');
    const first = total.replace(/（.*/, '').trim();
    assert.ok(table.includes(`普法宣传活动,场,${first}\n`), `${first} in ${table}`);
    assert.ok(table.includes('组织新闻发布会,场,\n'), table);
    assert.ok(table.includes(`汇总单位：${name}`), table);

    await desk.page.getByText('删除这个模板').click();
    await desk.page.getByLabel(/不再用这个模板/).check();
    await desk.page.getByRole('button', { name: '删除' }).click();
    await desk.sees(`${name}：上级模板`);
    await desk.says('模板已删除');
    await desk.leave();
  });
}
