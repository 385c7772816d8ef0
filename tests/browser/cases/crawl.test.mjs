// Every page of every role, found by following links, and every page of the gallery: sound at both sizes. A page
// in the table of routes that nobody comes to fails the test.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { enter, launch, sit } from '../desk.mjs';
import { faults } from '../look.mjs';
import { openStage, program } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

/** Addresses that answer with a file, or to programs. */
const NO_PAGES = [/^\/(livez|readyz|assets|api|text-size\.css|audit\.csv)\b/, /\/(file|filled|workbook|data\.csv|data\.json|files\.zip|annotated|annotated\.zip|blank-forms\.zip|blank-form\.xlsx|blank-form\.docx)$/, /\.toml$/, /\/materials\//, /^\/deliveries\/[^/]+\/files\/[^/]+(\/(small|whole|\{size\}))?$/];
/** Pages that stand behind a form; the tests of their forms look at them. */
const BEHIND_A_FORM = [
  '/setup/{token}', '/sign-in/step', '/campaigns/{campaign}/behalf/{batch}', '/sign-offs/{sign_off}', '/campaigns/{campaign}/units/{unit}/receipt',
  '/deliveries/{delivery}/files/{file}/words', '/deliveries/{delivery}/files/{file}/original',
];
/** Pages that say the same to everybody: looked at once. What an account may be set to depends on whose it is. */
const COMMON = /^\/manual\b/;
const common = new Set();

const ROLES = [
  { role: 'a clerk who has not reported', login: '370320009' },
  { role: 'a clerk with a receipt', login: '370320016' },
  { role: 'a clerk with a draft', login: '370320012' },
  { role: 'a clerk whose sheet was returned', login: '370320002' },
  { role: 'a clerk with an extension', login: '370321016' },
  { role: 'the supervisor of a county', login: 'xian1' },
  { role: 'the supervisor of the city', login: 'shi' },
  { role: 'an auditor', login: 'shenji' },
  { role: 'the administrator', login: 'guanli' },
];

const logins = ['shi', 'xian', 'shenji', 'guanli'];
const seen = new Set();

function routes() {
  const pages = stage.routes.filter(({ method, path }) => method === 'GET' && !NO_PAGES.some((none) => none.test(path)));
  return pages.map(({ path }) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }));
}

/** The route of an address: the longest without placeholders first, as the service tries them. */
function routeOf(path) {
  const fitting = routes().filter(({ pattern }) => pattern.test(path));
  fitting.sort((one, other) => one.path.split('{').length - other.path.split('{').length);
  return fitting[0]?.path;
}

function linksOf(page) {
  return page.evaluate(() => [...document.querySelectorAll('a[href]')].map((link) => link.href.replace(/#.*/, '')));
}

async function crawl(desk, from, picture) {
  const waiting = [from];
  const queued = new Set(waiting);
  const kinds = new Set();
  const wrong = [];
  while (waiting.length) {
    const path = waiting.shift();
    const route = routeOf(path.replace(/\?.*/, ''));
    if (!route || NO_PAGES.some((none) => none.test(path.replace(/\?.*/, '')))) continue;
    const kind = `${route}?${[...new URLSearchParams(path.split('?')[1])].map(([name]) => name)}`;
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    if (COMMON.test(path) && common.has(kind)) continue;
    common.add(kind);
    const answered = await desk.open(path);
    if (!answered.ok()) wrong.push(`${path}: answers ${answered.status()}`);
    desk.looked.add(desk.path());
    seen.add(route);
    const found = await faults(desk.page, { logins, picture: `${picture}${path}` });
    wrong.push(...found.map((fault) => `${path}: ${fault}`));
    for (const link of await linksOf(desk.page)) {
      const next = link.startsWith(stage.url) && link.slice(stage.url.length);
      if (next && !queued.has(next)) waiting.push(next);
      queued.add(next);
    }
  }
  return wrong;
}

for (const { role, login } of ROLES) {
  test(`every page of ${role}`, async () => {
    const desk = await sit(browser, stage, login);
    await desk.page.waitForURL(`${stage.url}/`);
    assert.deepEqual(await crawl(desk, '/', login), []);
    await desk.leave();
  });
}

test('every page of somebody who is not signed in', async () => {
  const desk = await enter(browser, stage);
  assert.deepEqual(await crawl(desk, '/sign-in', 'nobody'), []);
  await desk.leave();
});

test('every page there is was come to', () => {
  const missed = routes().map(({ path }) => path).filter((path) => !seen.has(path) && !BEHIND_A_FORM.includes(path));
  assert.deepEqual(missed, []);
});

test('every page of the gallery: errors, empty states, long names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huibiao-gallery-'));
  execFileSync(program('examples/gallery'), [folder]);
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
  const page = await context.newPage();
  const wrong = [];
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.html') && name !== 'index.html')) {
    await page.goto(`file://${folder}/${name}`);
    const found = await faults(page, { logins: ['wangxy'], picture: `gallery-${name.replace('.html', '')}` });
    wrong.push(...found.map((fault) => `${name}: ${fault}`));
  }
  await context.close();
  rmSync(folder, { recursive: true });
  assert.deepEqual(wrong, []);
});
