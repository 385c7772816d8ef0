// A campaign without a table, for some units only: made, chosen for, published, read at a unit's desk, made again for the
// next year.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WAYS, launch, sit } from '../desk.mjs';
import { UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

for (const { way, script } of WAYS) {
  test(`material without a table, asked of one county, ${way}`, async () => {
    const desk = await sit(browser, stage, 'shi', { script, picture: `arrange-${script}` });
    await desk.sees(UNITS['3703']);
    const title = `2024年放心消费创建材料${script ? '甲' : '乙'}`;
    await desk.open('/campaigns/new');
    await desk.sees('新建填报任务');
    await desk.fill('任务名称', title);
    await desk.page.getByLabel('不报统计表').check();
    for (const number of [1, 2, 3, 4]) {
      const row = desk.page.locator('details.material').nth(number - 1);
      if (await row.count() === 0 || !(await row.isVisible())) {
        await desk.press('再加几样材料');
        await desk.sees('新建填报任务');
      }
    }
    assert.equal(await desk.page.getByLabel('任务名称').inputValue(), title, 'nothing typed is lost');
    const open = async (number) => {
      const row = desk.page.locator('details.material').nth(number - 1);
      if (!(await row.evaluate((element) => element.open))) await row.locator('summary').first().click();
    };
    await open(1);
    await desk.page.locator('#m1-kind').selectOption('summary');
    await desk.page.locator('#m1-name').fill('创建工作总结');
    await desk.page.locator('#m1-required').check();
    await desk.press('存为草稿');
    await desk.sees('新建填报任务');
    await desk.says('请照抄通知里的截止时间');
    await desk.page.locator('#m1-phrase').fill('3月29日下班前');
    await open(2);
    await desk.page.locator('#m2-kind').selectOption('pictures');
    await desk.page.locator('#m2-name').fill('工作照片');
    await desk.page.locator('#m2-open').check();
    await desk.press('存为草稿');
    await desk.sees(title);
    await desk.says('必报');
    await desk.says('不限时间');
    await desk.follow('应报单位');
    await desk.sees('应报单位');
    await desk.page.getByLabel('沂源县', { exact: true }).check();
    await desk.press('按此选择，看名单');
    await desk.sees('应报单位');
    await desk.says('范围：沂源县填报单位');
    const single = desk.page.locator('#single-unit');
    await single.fill('370321001');
    await desk.press('增加');
    await desk.sees('应报单位');
    await desk.says('请写明增加');
    await desk.page.locator('#single-reason').fill('通知点名要求');
    await desk.press('增加');
    await desk.sees('应报单位');
    await desk.says('通知点名要求');
    await desk.follow('任务设置');
    await desk.sees(title);
    await desk.press('发布给');
    await desk.sees(title);
    const campaign = desk.path().match(/\/campaigns\/(\d+)/)[1];
    await desk.open(`/campaigns/${campaign}/board`);
    await desk.sees(UNITS['3703']);
    await desk.says('实报 0');
    await desk.open(`/campaigns/new?like=${campaign}`);
    await desk.sees('新建填报任务');
    assert.equal(await desk.page.getByLabel('任务名称').inputValue(), title.replace('2024', '2025'));
    assert.equal(await desk.page.locator('#m1-due_at').inputValue(), '2025-03-29 17:30');
    await desk.leave();
    const unit = await sit(browser, stage, '370320001', { script, picture: `arrange-unit-${script}` });
    await unit.sees(UNITS['370320001']);
    await unit.says('必报，通知原文“3月29日下班前”');
    await unit.open(`/campaigns/${campaign}/units/370320001`);
    await unit.sees(UNITS['370320001']);
    await unit.says('选报，不限时间');
    await unit.saysNot('上传填好的统计表');
    await unit.leave();
  });
}
