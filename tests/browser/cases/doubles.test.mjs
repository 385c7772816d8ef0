// Two units send the same figures, and summaries that tell of one activity; the county decides on both, with a reason.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WAYS, launch, sit } from '../desk.mjs';
import { SOUND, UNITS, sheet } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

const EVENT = '3月15日，联合县消协在人民广场开展咨询活动，发放宣传资料3000份。';
const SUMMARY = { name: '总结.txt', mimeType: 'text/plain', buffer: Buffer.from(`活动总结\n我所认真开展活动。${EVENT}\n`) };

const NOTICE = [
  '清河市卫生健康局关于报送2024年“3·15”活动情况的通知',
  '',
  '各单位：',
  '　　请于3月28日前将《2024年“3·15”活动情况统计表》和活动总结报送至市卫生健康局综合监督科。',
  '',
  '清河市卫生健康局',
  '2024年2月26日',
].join('\n');

/** A campaign that asks for the table and a summary; its number. */
async function published(script) {
  const desk = await sit(browser, stage, 'shi', { script });
  await desk.sees(UNITS['3703']);
  await desk.open('/campaigns/notice');
  await desk.sees('从通知新建填报任务');
  await desk.choose('file', { name: '通知.txt', mimeType: 'text/plain', buffer: Buffer.from(NOTICE) });
  await desk.press('读通知');
  await desk.sees('新建填报任务');
  await desk.press('存为草稿');
  await desk.sees(/2024年/);
  await desk.press('发布给');
  await desk.sees(/2024年/);
  const [, campaign] = desk.path().match(/\/campaigns\/(\d+)/);
  await desk.leave();
  return campaign;
}

async function report(campaign, login, script) {
  const desk = await sit(browser, stage, login, { script });
  const name = UNITS[login];
  await desk.sees(name);
  await desk.open(`/campaigns/${campaign}/units/${login}`);
  await desk.sees(name);
  await desk.choose('file', sheet(name, SOUND));
  await desk.press('上传并检查');
  await desk.sees(`${name}：填报表`);
  await desk.press('保存并核对');
  await desk.sees(`${name}：核对并报送`);
  await desk.press('报送到');
  await desk.sees(/回执/);
  await desk.open(`/campaigns/${campaign}/units/${login}`);
  await desk.sees(name);
  await desk.choose('put-file', SUMMARY);
  await desk.press('放入并分类');
  await desk.sees(name);
  await desk.press('报送“活动总结”');
  await desk.sees(/回执/);
  await desk.leave();
}

for (const { way, script } of WAYS) {
  test(`the same figures and the same activity are decided on, ${way}`, async () => {
    const [county, login, one, other] = script
      ? ['370320', 'xian1', '370320009', '370320010'] : ['370322', 'xian3', '370322017', '370322011'];
    const campaign = await published(script);
    await report(campaign, one, script);
    await report(campaign, other, script);
    const desk = await sit(browser, stage, login, { script, picture: `doubles-${script ? 'js' : 'plain'}` });
    await desk.sees(UNITS[county]);
    await desk.open(`/campaigns/${campaign}/double-counts?node=${county}`);
    await desk.sees(`${UNITS[county]}：重复上报`);
    for (const [part, tick, told] of [[/数字全部相同/, '不计入', '不计入（'], [EVENT, '重复计入', '重复计入（']]) {
      const card = () => desk.page.locator('section.card').filter({ hasText: part });
      assert.equal(await card().count(), 1);
      const decide = () => card().getByRole('button', { name: '判定' });
      await desk.leadsOn(decide());
      await desk.sees(`${UNITS[county]}：重复上报`);
      assert.match(await desk.page.title(), /^错误：/, 'nobody decides without a reason');
      await card().getByLabel(new RegExp(`^${tick}`)).last().check();
      await card().getByRole('textbox').fill('两家合办，由前一家计');
      await desk.leadsOn(decide());
      await desk.sees(`${UNITS[county]}：重复上报`);
      const said = await card().innerText();
      for (const words of ['已判定', told, '两家合办，由前一家计']) assert.ok(said.includes(words), `${words}: ${said}`);
    }
    await desk.leave();
  });
}
