// A supervisor sets the second step of signing in up, signs in with it, and loses the telephone; the administrator helps.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { WAYS, enter, launch, sit } from '../desk.mjs';
import { UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

/** What an authenticator shows, so many steps of thirty seconds from now. */
function code(secret, steps = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/ /g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(stage.now() / 30_000) + steps));
  const hash = createHmac('sha1', key).update(counter).digest();
  const number = (hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000;
  return String(number).padStart(6, '0');
}

for (const { way, script } of WAYS) {
  const login = script ? 'shi' : 'xian2';
  const home = script ? UNITS['3703'] : UNITS['370321'];

  test(`the second step is set up, asked for, lost and reset, ${way}`, async () => {
    const desk = await sit(browser, stage, login, { script, picture: `second-factor-${script ? 1 : 2}` });
    await desk.sees(home);
    await desk.open('/account');
    await desk.sees('我的账号');
    await desk.follow('设置两步验证');
    await desk.sees('设置两步验证');
    const secret = await desk.page.locator('#secret').innerText();
    await desk.fill('手机上显示的 6 位验证码', '000000');
    await desk.press('确认，开启两步验证');
    await desk.sees('设置两步验证');
    assert.match(await desk.page.title(), /^错误：/);
    assert.equal(await desk.page.locator('#secret').innerText(), secret, 'what was scanned still holds');
    await desk.fill('手机上显示的 6 位验证码', code(secret, -1));
    await desk.press('确认，开启两步验证');
    await desk.sees('恢复码');
    const codes = await desk.page.locator('#codes code').allInnerTexts();
    assert.equal(codes.length, 10);
    await desk.follow('已经记下，回到我的账号');
    await desk.sees('我的账号');
    await desk.says('还有 10 个恢复码可用');
    await desk.press('退出');
    await desk.sees('登录');

    await desk.fill('用户名', login);
    await desk.fill('密码', stage.password);
    await desk.press('登录');
    await desk.sees('两步验证');
    await desk.fill('验证码', '000000');
    await desk.press('登录');
    await desk.sees('两步验证');
    assert.match(await desk.page.title(), /^错误：/);
    await desk.fill('验证码', code(secret));
    await desk.press('登录');
    await desk.sees(home);
    await desk.open('/account');
    await desk.sees('我的账号');
    await desk.leave();

    const lost = await enter(browser, stage, { script, logins: [login.replace(/\d/, '')] });
    await lost.open('/sign-in');
    await lost.sees('登录');
    await lost.fill('用户名', login);
    await lost.fill('密码', stage.password);
    await lost.press('登录');
    await lost.sees('两步验证');
    await lost.fill('验证码', codes[0]);
    await lost.press('登录');
    await lost.sees(home);
    await lost.open('/account');
    await lost.sees('我的账号');
    await lost.says('还有 9 个恢复码可用');
    await lost.leave();

    const admin = await sit(browser, stage, 'guanli', { script, picture: `second-factor-admin-${script ? 1 : 2}` });
    await admin.sees('管理');
    await admin.open(`/accounts?q=${login}`);
    await admin.sees('账号');
    const row = admin.page.locator('tr', { hasText: '两步验证已开启' });
    await row.locator('summary', { hasText: '重置两步验证' }).click();
    await row.getByRole('button', { name: /两步验证/ }).click();
    await admin.sees('账号');
    await admin.says('两步验证已重置');
    await admin.leave();

    const owner = await sit(browser, stage, login, { script, picture: `second-factor-reset-${script ? 1 : 2}` });
    await owner.sees(home);
    await owner.open('/account');
    await owner.sees('我的账号');
    await owner.says('您的两步验证已由');
    await owner.leave();
  });
}
