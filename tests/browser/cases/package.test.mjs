// A unit sends everything that a notice asks for: files are put down, sorted, sent, returned, sent again.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WAYS, launch, sit } from '../desk.mjs';
import { UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

const UNIT = '370320001';

const NOTICE = [
  '清河市卫生健康局关于报送2024年“3·15”活动情况的通知',
  '',
  '各医疗卫生单位：',
  '　　请于3月28日前将“3·15”活动方案、活动总结和工作图片报送至市卫生健康局综合监督科。',
  '',
  '清河市卫生健康局',
  '2024年2月26日',
].join('\n');

const text = (name, words) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(words) });

/** A picture as a browser draws it. */
async function picture(name) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.setContent('<body style="margin:0;background:linear-gradient(120deg,#1f5fa8,#f4b942)"><h1 style="color:#fff;padding:60px">现场</h1></body>');
  const buffer = await page.screenshot({ type: 'jpeg' });
  await context.close();
  return { name, mimeType: 'image/jpeg', buffer };
}

async function arranged(script) {
  const desk = await sit(browser, stage, 'shi', { script });
  await desk.sees(UNITS['3703']);
  await desk.open('/campaigns/notice');
  await desk.sees('从通知新建填报任务');
  await desk.choose('file', text('通知.txt', NOTICE));
  await desk.press('读通知');
  await desk.sees('新建填报任务');
  await desk.press('存为草稿');
  await desk.sees(/2024年/);
  await desk.press('发布给');
  await desk.sees(/2024年/);
  return [desk, desk.path().match(/\/campaigns\/(\d+)/)[1]];
}

for (const { way, script } of WAYS) {
  test(`a package is sent, returned and sent again, ${way}`, async () => {
    const [city, campaign] = await arranged(script);
    const place = `/campaigns/${campaign}/units/${UNIT}`;
    const clerk = await sit(browser, stage, UNIT, { script, picture: `package-${script}` });
    await clerk.sees(UNITS[UNIT]);
    await clerk.open(place);
    await clerk.sees(UNITS[UNIT]);
    await clerk.choose('put-file', text('2024年315活动总结.txt', '活动总结\n我所组织开展宣传，发放资料八百份。'), await picture('IMG_2034.jpg'), text('说明.txt', '随手记的'));
    await clerk.press('放入并分类');
    await clerk.sees(UNITS[UNIT]);
    await clerk.says('待报送的文件');
    await clerk.says('1 个文件请指定属于哪一项');
    await clerk.press('不要');
    await clerk.sees(UNITS[UNIT]);
    const plan = clerk.page.locator('form.deliverable-add').first();
    await plan.locator('input[type=file]').setInputFiles(text('方案.txt', '活动方案\n一、时间'));
    await clerk.leadsOn(plan.getByRole('button', { name: '放入' }));
    await clerk.sees(UNITS[UNIT]);
    await clerk.press('报送以上 3 项');
    await clerk.sees('报送材料回执');
    await clerk.says('按时');
    await clerk.saysNot('还缺');
    await city.open(place);
    await city.sees(UNITS[UNIT]);
    const shown = await city.page.locator('.file-picture img').first().evaluate((image) => image.naturalWidth > 0);
    assert.ok(shown, 'the picture is seen');
    await city.page.locator('summary', { hasText: '退回“活动总结”' }).click();
    const form = city.page.locator('details[open] form').first();
    await form.locator('textarea').fill('没有写投诉办理情况');
    await city.leadsOn(form.getByRole('button', { name: '退回' }));
    await city.sees(UNITS[UNIT]);
    await city.follow('看文字');
    await city.sees(/txt/);
    await city.open(place);
    await city.sees(UNITS[UNIT]);
    await city.follow('打开原件');
    await city.sees('打开原件');
    await city.press('记录理由并下载原件');
    await city.sees('打开原件');
    await city.says('请写明打开原件的理由');
    await clerk.open('/');
    await clerk.sees(UNITS[UNIT]);
    await clerk.says('没有写投诉办理情况');
    await clerk.open(place);
    await clerk.sees(UNITS[UNIT]);
    await clerk.says('已退回');
    const id = await clerk.page.locator('section.deliverable', { hasText: '没有写投诉办理情况' }).getAttribute('id');
    const row = clerk.page.locator(`#${id}`);
    await row.locator('input[type=file]').setInputFiles(text('总结（修改稿）.txt', '活动总结\n受理投诉52件。'));
    await clerk.leadsOn(row.getByRole('button', { name: '放入' }));
    await clerk.sees(UNITS[UNIT]);
    await clerk.press('报送“');
    await clerk.sees('报送材料回执');
    await clerk.says('第 2 次报送');
    await city.open(place);
    await city.sees(UNITS[UNIT]);
    await city.leadsOn(city.page.getByRole('button', { name: '通过“' }).first());
    await city.sees(UNITS[UNIT]);
    await city.says('已通过');
    await clerk.leave();
    await city.leave();
  });
}

test('a broken line is gone on with where it ended', async () => {
  const [city, campaign] = await arranged(true);
  const place = `/campaigns/${campaign}/units/${UNIT}`;
  const clerk = await sit(browser, stage, UNIT, { script: true, mayFail: [/net::ERR_FAILED/] });
  await clerk.sees(UNITS[UNIT]);
  await clerk.open(place);
  await clerk.sees(UNITS[UNIT]);
  const buffer = Buffer.alloc(9 * 1048576, 7);
  Buffer.from('\x00\x00\x00\x18ftypmp42', 'latin1').copy(buffer);
  let pieces = 0;
  await clerk.page.route('**/transfers/**', async (route) => {
    if (route.request().method() === 'PATCH' && (pieces += 1) === 2) await route.abort('failed');
    else await route.continue();
  });
  const row = clerk.page.locator('section.deliverable', { hasText: '工作图片' });
  await row.locator('input[type=file]').setInputFiles({ name: '活动.mp4', mimeType: 'video/mp4', buffer });
  await clerk.leadsOn(row.getByRole('button', { name: '放入' }));
  await clerk.sees(UNITS[UNIT]);
  await clerk.says('活动.mp4');
  await clerk.says('9.0 MB');
  assert.equal(pieces, 4, 'three pieces, one of them twice');
  await clerk.leave();
  await city.leave();
});
