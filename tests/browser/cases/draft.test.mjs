// What was typed survives: a browser that is killed, a network that fails.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connect, launch, launchServer, sit } from '../desk.mjs';
import { UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage;
before(async () => { stage = await openStage(); });
after(() => stage.close());

const TYPED = ['7', '2', '31'];

async function openForm(browser, unit, options) {
  const desk = await sit(browser, stage, unit, options);
  await desk.sees(UNITS[unit]);
  await desk.open(`/campaigns/1/units/${unit}/draft`);
  await desk.sees(`${UNITS[unit]}：填报表`);
  return desk;
}

async function type(desk) {
  for (const [figure, text] of TYPED.entries()) {
    await desk.figure(figure).click();
    await desk.page.keyboard.type(text);
  }
}

async function assertKept(desk) {
  for (const [figure, text] of TYPED.entries()) assert.equal(await desk.figure(figure).inputValue(), text);
}

test('a draft survives a browser that is killed', async () => {
  const server = await launchServer();
  const killed = new Promise((resolve) => server.process().once('exit', resolve));
  const first = await openForm(await connect(server), '370320009');
  await type(first);
  await first.page.getByText(/已保存 \d+:\d\d/).waitFor();
  server.process().kill('SIGKILL');
  await killed;

  const browser = await launch();
  const desk = await sit(browser, stage, '370320009', { picture: 'draft' });
  await desk.sees(UNITS['370320009']);
  await desk.says('还没有报送');
  await desk.follow('继续填写');
  await desk.sees(`${UNITS['370320009']}：填报表`);
  await desk.says(/已保存 \d+:\d\d/);
  await assertKept(desk);
  await desk.leave();
  await browser.close();
});

test('what could not be saved while the network was down is found again and saved', async () => {
  const browser = await launch();
  const desk = await openForm(browser, '370320010', { mayFail: [/net::ERR_INTERNET_DISCONNECTED/] });
  await desk.context.setOffline(true);
  await type(desk);
  await desk.page.getByText('连不上服务器，内容暂存在这台电脑上').waitFor();
  await desk.context.setOffline(false);
  await desk.page.reload();
  await assertKept(desk);
  await desk.page.getByText(/已保存 \d+:\d\d/).waitFor();
  const stored = await desk.page.evaluate(() => Object.keys(localStorage));
  assert.deepEqual(stored, [], 'nothing stays on the computer once the server has it');
  await desk.leave();
  await browser.close();
});

test('a draft changed in another window is not overwritten', async () => {
  const browser = await launch();
  const unit = '370322017';
  const one = await openForm(browser, unit, { mayFail: [/status of 409/, /status of 412/] });
  const other = await openForm(browser, unit);
  await other.figure(0).fill('5');
  await other.page.getByText(/已保存 \d+:\d\d/).waitFor();
  await one.figure(0).fill('6');
  await one.page.locator('.saved-wrong').waitFor();
  await other.page.reload();
  assert.equal(await other.figure(0).inputValue(), '5');
  await one.leave();
  await other.leave();
  await browser.close();
});
