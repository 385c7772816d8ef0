// Pages at 200 %, and with the switch for large letters: nothing runs over the edge, nothing is cut, contrast holds, and
// whoever goes from field to field with the keyboard always sees where they are.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, sit } from '../desk.mjs';
import { examine } from '../look.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

/** An office screen at 200 %: half as many of the page's own pixels, each twice as large. */
const DOUBLED = { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 };

/** Steps of the keyboard that are followed on one page. */
const STEPS = 70;

const PAGES = {
  'a clerk with a draft': ['370320012', ['/', '/campaigns/1/units/370320012', '/campaigns/1/units/370320012/draft', '/campaigns/1/units/370320012/check', '/account', '/manual/clerk']],
  'the supervisor of the city': ['shi', ['/', '/campaigns', '/campaigns/1/board', '/campaigns/1/totals', '/campaigns/1/totals/6', '/campaigns/1/missing', '/campaigns/1/sign-offs', '/campaigns/1/expected', '/campaigns/1', '/campaigns/1/behalf', '/campaigns/new', '/forms', '/forms/new']],
  'the administrator': ['guanli', ['/', '/units', '/accounts', '/audit', '/doctor', '/protection']],
};

/** What is wrong with how the page stands, in sentences. */
function standing() {
  const found = [];
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (over > 0) found.push(`${over} px run over the right edge`);
  for (const part of document.querySelectorAll('main *')) {
    const { overflowX, overflowY, textOverflow } = getComputedStyle(part);
    const isCut = (overflowX === 'hidden' && part.scrollWidth > part.clientWidth + 1) || (overflowY === 'hidden' && part.scrollHeight > part.clientHeight + 1);
    if ((isCut || textOverflow === 'ellipsis') && part.clientWidth > 1 && part.innerText?.trim()) found.push(`cut: ${part.innerText.slice(0, 40)}`);
  }
  return found;
}

/** What is wrong with the element that has the focus: nothing shows it, it is outside the window, something lies over it. */
function focus() {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const name = `${at.localName} “${(at.innerText || at.getAttribute('aria-label') || at.name || '').trim().slice(0, 30)}”`;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
  if ((outlineStyle === 'none' || parseFloat(outlineWidth) === 0) && boxShadow === 'none') return `${name}: nothing shows the focus`;
  const { left, right, top, bottom } = at.getBoundingClientRect();
  if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return `${name}: outside the window`;
  const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
  const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  const above = document.elementFromPoint(x, y);
  const isSeen = at.contains(above) || above?.contains(at) || at.labels?.[0]?.contains(above);
  return isSeen ? null : `${name}: below ${above?.localName}.${above?.className}`;
}

/** Goes through the page with the keyboard. */
async function steps(page) {
  const found = [];
  for (let step = 0; step < STEPS; step += 1) {
    await page.keyboard.press('Tab');
    const said = await page.evaluate(focus);
    if (said && !found.includes(said)) found.push(said);
    if (step > 0 && await page.evaluate(() => document.activeElement === document.body)) break;
  }
  return found;
}

/** Walks the pages of a desk; everything wrong with them. */
async function walk(desk, paths, picture) {
  const wrong = [];
  for (const path of paths) {
    const answered = await desk.open(path);
    assert.ok(answered.ok(), `${path} answers ${answered.status()}`);
    desk.looked.add(desk.path());
    const found = [...await desk.page.evaluate(standing), ...await examine(desk.page), ...await steps(desk.page)];
    await desk.keeps(`${picture}${path}`);
    wrong.push(...found.map((fault) => `${path}: ${fault}`));
  }
  return wrong;
}

for (const [who, [login, paths]] of Object.entries(PAGES)) {
  test(`at 200 %, the pages of ${who}`, async () => {
    const desk = await sit(browser, stage, login, { screen: DOUBLED });
    await desk.page.waitForURL(`${stage.url}/`);
    assert.deepEqual(await walk(desk, paths, `doubled-${login}`), []);
    await desk.leave();
  });

  test(`in large letters, the pages of ${who}`, async () => {
    const desk = await sit(browser, stage, login);
    await desk.page.waitForURL(`${stage.url}/`);
    await desk.press('大');
    assert.equal(await desk.page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '20px');
    assert.deepEqual(await walk(desk, paths, `large-${login}`), []);
    await desk.leave();
  });
}
