// The administrator takes in a unit, hands out accounts; whoever gets one must change its first password.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { WAYS, launch, sit } from '../desk.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

const OWN = 'teapot-harbour-maple';

for (const { way, script } of WAYS) {
  const number = script ? '1' : '2';

  test(`a new account and its first password, ${way}`, async () => {
    const login = `xiaoli${number}`;
    const desk = await sit(browser, stage, 'guanli', { script, picture: `accounts-${number}` });
    await desk.sees('管理');
    await desk.follow('开一个账号');
    await desk.sees('账号');
    await desk.press(/^开账号$/);
    await desk.sees('账号');
    assert.match(await desk.page.title(), /^错误：/);
    await desk.fill('用户名', login);
    await desk.fill('姓名', '李小丽');
    await desk.page.getByLabel('角色').selectOption({ label: '审核员' });
    await desk.fill('单位编码', '370321');
    desk.logins.push(login);
    await desk.press(/^开账号$/);
    await desk.sees('账号');
    await desk.says('只显示这一次');
    const first = await desk.page.locator('#secret').innerText();

    const owner = await sit(browser, stage, login, { script, password: first, picture: `first-password-${number}` });
    await owner.sees('我的账号');
    await owner.says('请先修改初始密码');
    await owner.fill('现在的密码', first);
    await owner.fill('新密码', '12345678901');
    await owner.fill('再输一次新密码', '12345678901');
    await owner.press('修改密码');
    await owner.sees('我的账号');
    assert.match(await owner.page.title(), /^错误：/, 'a common password is refused');
    await owner.fill('现在的密码', first);
    await owner.fill('新密码', OWN);
    await owner.fill('再输一次新密码', OWN);
    await owner.press('修改密码');
    await owner.sees('我的账号');
    await owner.follow('汇表');
    await owner.sees('桓台县');
    await owner.press('退出');
    await owner.sees('登录');
    await owner.leave();

    await desk.open(`/accounts?q=${login}`);
    await desk.sees('账号');
    for (const [act, question] of [['重置密码', '现在的密码马上作废'], ['停用', '正在用的登录和接口令牌马上失效']]) {
      await desk.saysNot(question);
      await desk.page.locator('summary', { hasText: act }).click();
      await desk.says(question);
      await desk.sees('账号');
    }
    await desk.says('正常');
    await desk.press('确认停用');
    await desk.sees('账号');
    await desk.says('账号已停用');
    const shut = await sit(browser, stage, login, { script, password: OWN });
    await shut.sees('登录');
    assert.match(await shut.page.title(), /^错误：/, 'a disabled account lets nobody in');
    await shut.leave();
    await desk.leave();
  });

  test(`new units and the list of their first passwords, ${way}`, async () => {
    const desk = await sit(browser, stage, 'guanli', { script, picture: `units-${number}` });
    await desk.sees('管理');
    await desk.follow('导入或更新单位名单');
    await desk.sees('填报单位');
    const code = `37032190${number}`;
    const list = (parent) => ({
      name: '新增单位.csv', mimeType: 'text/csv',
      buffer: Buffer.from(`\uFEFF编码,名称,级别,上级编码\n${code},桓台县新设第${number}市场监督管理所,unit,${parent}\n`),
    });
    await desk.choose('file', list('999999'));
    await desk.press('上传并预览');
    await desk.sees('填报单位');
    await desk.says('现在什么都没有写入');
    await desk.choose('file', list('370321'));
    await desk.press('上传并预览');
    await desk.sees('填报单位');
    await desk.press('确认导入');
    await desk.sees('填报单位');
    await desk.open('/accounts#batch');
    await desk.sees('账号');
    await desk.page.locator('#batch-unit').selectOption('370321');
    const handed = await desk.download(desk.page.getByRole('button', { name: '开账号并下载名单' }));
    assert.match(handed.suggestedFilename(), /桓台县.*\.xlsx$/);
    assert.equal(readFileSync(await handed.path()).subarray(0, 2).toString(), 'PK');
    await desk.leave();
  });
}
