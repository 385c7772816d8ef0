// Somebody who writes a program finds the API's description from the own account, and tries what it says.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WAYS, launch, sit } from '../desk.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

for (const { way, script } of WAYS) {
  test(`found, read and tried, ${way}`, async () => {
    const desk = await sit(browser, stage, '370320009', { script, picture: `interface-${script}` });
    await desk.page.waitForURL(`${stage.url}/`);
    await desk.sees(/./);
    await desk.open('/account');
    await desk.sees('我的账号');
    await desk.follow('接口说明');
    await desk.sees('接口说明');

    const { paths, tags } = await (await fetch(`${stage.url}/api/openapi.json`)).json();
    const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, found]) => ({ path, method, ...found })));
    for (const { operationId, summary, tags: [noun] } of operations) {
      const link = desk.page.locator(`.api-contents a[href="/manual/api/${noun}#${operationId}"]`);
      assert.equal(await link.innerText(), summary);
    }
    for (const { name: noun } of tags) {
      const page = await (await fetch(`${stage.url}/manual/api/${noun}`)).text();
      const shown = [...page.matchAll(/<code class="api-method">(\w+)<\/code> <code>([^<]+)<\/code>/g)].map(([, method, path]) => `${method} ${path}`);
      const known = operations.filter(({ tags: [own] }) => own === noun).map(({ method, path }) => `${method.toUpperCase()} ${path}`);
      assert.deepEqual(shown.sort(), known.sort());
    }
    await desk.follow('令牌所属的账号');
    await desk.sees('接口：账号');
    assert.equal(new URL(desk.page.url()).hash, '#get-account');
    const example = await desk.page.getByRole('region', { name: '令牌所属的账号的例子' }).innerText();
    assert.ok(example.includes(`'${stage.url}/api/v1/account'`), example);
    const address = example.match(/'(http[^']+)'/)[1];
    const answered = await fetch(address, { headers: { authorization: 'Bearer hb_nobody' } });
    assert.equal(answered.status, 401, 'the address of the example is this server');

    await desk.page.emulateMedia({ media: 'print' });
    assert.ok(await desk.page.locator('#get-account').isVisible(), 'it prints');
    assert.ok(!await desk.page.locator('.manual-menu').isVisible());
    await desk.leave();
  });
}
