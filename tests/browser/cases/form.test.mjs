// The form on the page: keys and paste where there are scripts, a plain form where there are none.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, sit } from '../desk.mjs';
import { SOUND, UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

async function openForm(unit, options) {
  const desk = await sit(browser, stage, unit, options);
  await desk.sees(UNITS[unit]);
  await desk.follow('在线填写');
  await desk.sees(`${UNITS[unit]}：填报表`);
  return desk;
}

const focused = (desk) => desk.page.evaluate(() => document.activeElement.id);
const figures = async (desk) => Promise.all(SOUND.map((_, index) => desk.figure(index).inputValue()));

async function send(desk, unit) {
  await desk.press('保存并核对');
  await desk.sees(`${UNITS[unit]}：核对并报送`);
  await desk.press('报送到');
  await desk.sees('上报回执');
}

test('keys go from cell to cell', async () => {
  const desk = await openForm('370320009', { picture: 'form-keys' });
  await desk.figure(0).focus();
  const ROUTE = [['Enter', 1], ['ArrowDown', 2], ['ArrowUp', 1], ['Enter', 2], ['Shift+Enter', 1], ['Tab', 2]];
  for (const [key, figure] of ROUTE) {
    await desk.page.keyboard.press(key);
    assert.equal(await focused(desk), `v-${figure}`, `after ${key}`);
  }
  await desk.figure(10).focus();
  await desk.page.keyboard.press('Enter');
  assert.equal(await focused(desk), 'v-10', 'Enter in the last cell sends nothing');
  await desk.leave();
});

const PASTED = [
  { what: 'a column', text: `${SOUND.join('\r\n')}\r\n`, into: 0, said: '已填入 11 格。', values: SOUND },
  {
    what: 'a column as people keep it', text: '１２\r\n1\r\n 9\r\n1,180\r\n45\r\n38\r\n3.65\r\n11\r\n2\r\n14\r\n2,850', into: 0,
    said: '已填入 11 格，已整理 4 处', values: SOUND.with(3, '1180'),
  },
  { what: 'two numbers in a cell, which are not one', text: ' 12 3 \n5', into: 0, said: '已填入 2 格，已整理 1 处', values: ['12 3', '5'].concat(Array(9).fill('')) },
  { what: 'more rows than there are', text: '1\n2\n3', into: 9, said: '多出 1 行没有地方放', values: Array(9).fill('').concat('1', '2') },
  { what: 'words, left for the check to object', text: '无\n约800', into: 0, said: '已填入 2 格。', values: ['无', '约800'].concat(Array(9).fill('')) },
];

for (const { what, text, into, said, values } of PASTED) {
  test(`paste: ${what}`, async () => {
    const desk = await openForm('370322017');
    await desk.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await desk.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await desk.figure(into).click();
    await desk.page.keyboard.press('Control+V');
    await desk.page.getByText(said).waitFor();
    assert.deepEqual(await figures(desk), values);
    await desk.page.getByText(/已保存 \d+:\d\d/).waitFor();
    await desk.press('放弃这份草稿');
    await desk.sees(UNITS['370322017']);
    await desk.leave();
  });
}

test('a pasted column is sent', async () => {
  const desk = await openForm('370322017', { picture: 'form-paste' });
  await desk.says('上年');
  await desk.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await desk.page.evaluate((copied) => navigator.clipboard.writeText(copied), SOUND.join('\n'));
  await desk.figure(0).click();
  await desk.page.keyboard.press('Control+V');
  await desk.page.getByText('已填入 11 格').waitFor();
  await send(desk, '370322017');
  await desk.says('3.65');
  await desk.leave();
});

for (const { what, line, then } of [
  { what: 'waits for that', line: true, then: (desk) => desk.sees(`${UNITS['370321016']}：核对并报送`) },
  { what: 'stays with what was typed where the line is down', line: false, then: (desk) => desk.page.getByText('连不上服务器').waitFor() },
]) {
  test(`who goes on while the draft is being saved ${what}`, async () => {
    const desk = await openForm('370321016', { mayFail: [/net::ERR_FAILED/] });
    await desk.figure(0).click();
    // The draft has a new version on the server, of which the page does not know yet.
    let answers;
    const held = new Promise((done) => { answers = done; });
    const stored = new Promise((done) => {
      desk.page.route('**/draft', async (route) => {
        if (!route.request().postData()?.includes('intent=autosave')) return route.continue();
        const response = await route.fetch();
        done();
        await held;
        return line ? route.fulfill({ response }) : route.abort();
      });
    });
    for (const [figure, text] of SOUND.entries()) await desk.figure(figure).fill(text);
    await stored;
    await desk.page.getByRole('button', { name: '保存并核对' }).first().click();
    await desk.page.getByText('正在保存…').waitFor();
    answers();
    await then(desk);
    if (line) await desk.page.goBack();
    else {
      assert.deepEqual(await figures(desk), SOUND);
      await desk.page.unrouteAll();
      await desk.page.reload();
    }
    await desk.press('放弃这份草稿');
    await desk.sees(UNITS['370321016']);
    await desk.leave();
  });
}

test('without scripts the form is filled in, saved, found again and sent', async () => {
  const desk = await openForm('370320010', { script: false, picture: 'form-plain' });
  for (const [figure, text] of SOUND.entries()) await desk.figure(figure).fill(text);
  await desk.press('只保存草稿');
  await desk.sees(`${UNITS['370320010']}：填报表`);
  await desk.says('已保存');
  await desk.follow('汇表');
  await desk.sees(UNITS['370320010']);
  await desk.says('还没有报送');
  await desk.follow('继续填写');
  await desk.sees(`${UNITS['370320010']}：填报表`);
  assert.deepEqual(await figures(desk), SOUND);
  await send(desk, '370320010');
  await desk.leave();
});

for (const [script, unit] of [[true, '370320009'], [false, '370321016']]) {
  test(`零报告 is a tick and sent as such, ${script ? 'with' : 'without'} scripts`, async () => {
    const desk = await openForm(unit, { script, picture: `form-nil-${script ? 'js' : 'plain'}` });
    await desk.page.getByLabel('零报告', { exact: true }).check();
    await send(desk, unit);
    await desk.says('按零报告报送');
    await desk.leave();
  });
}
