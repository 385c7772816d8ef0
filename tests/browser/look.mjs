// What must be true of every page, at the size of an office screen and of a telephone: nothing runs over the
// edge, no serious fault of accessibility, no English left in a Chinese page. With HUIBIAO_PICTURES=FOLDER a
// picture of each is kept for human eyes.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const SIZES = [{ width: 1366, height: 768 }, { width: 390, height: 844 }];

/** Words in Latin letters that the readers of these pages know, or that are names. */
const KNOWN = new Set(`SHA UKey Excel WPS ODS CSV JSON API KB MB Ctrl Word Office LibreOffice xlsx xls docx pdf jpg csv et ods
  Sheet PDF pdf xlsm xlsb fods htm mht numbers RAR OFD eml wps doc zip toml huibiao Microsoft Linux SQLite PostgreSQL UTF TLS HTTPS HTTP XLSX A4 ID OA Enter ZIP tus Landlock seccomp verify doctor backup chmod TOTP`.split(/\s+/));

/** Names and numbers that are no words: files, hashes, cells, receipts, addresses, tokens, commands. */
const NAMES = [
  /-----BEGIN HUIBIAO[\s\S]*?-----END HUIBIAO [A-Z ]+-----/g,
  /huibiao verify --receipt \p{L}+ --key \p{L}+/gu,
  /\bsigning\.key\b/g,
  /tests\/[a-z_\/]+\.rs: [a-z_]+/g,
  /\bGB\/T \d+/g,
  /huibiao (backup|restore|verify|key new)\b/g,
  /[\p{L}\p{N}_.\-（）()]+\.(xlsx|xls|docx|doc|csv|et|ods|wps|txt|html|zip|toml|json|db|bak|jpg|png|mp4|eml|pdf)\b/giu,
  /\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi,
  /\b[A-Z]{1,3}\d{1,7}\b/g,
  /\b(?=[0-9A-Za-z]*\d)[0-9A-Za-z]+(-[0-9A-Za-z]+)+\b/g,
  /\bhb_\w+\b/g,
  /\b(second_factor|password_days|password_kinds|separate_roles) = \w+/g,
  /\b[A-Z2-7]{4}( [A-Z2-7]{4}){7}\b/g,
  /\b[2-9a-z]{4}(-[2-9a-z]{4}){3}\b/g,
  /\/[\w\/.{}-]+/g,
  /https?:\/\/\S+/g,
];

export function latinWords(text, logins = []) {
  const bare = NAMES.reduce((rest, name) => rest.replace(name, ' '), text);
  const words = bare.match(/[A-Za-z][A-Za-z']+/g) ?? [];
  return [...new Set(words.filter((word) => !KNOWN.has(word) && !logins.includes(word)))];
}

/** Everything wrong with the page that is open, in sentences. */
export async function faults(page, { logins = [], picture = null, script = true } = {}) {
  const found = [];
  const before = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const at = `${size.width} px`;
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) found.push(`${at}: ${over} px run over the right edge`);
    const sideways = await page.evaluate(listsThatRunSideways);
    if (sideways.length) found.push(`${at}: read only by moving sideways: ${sideways.join(', ')}`);
    for (const fault of await axe(page, script)) found.push(`${at}: ${fault}`);
    if (picture) await keep(page, `${picture}-${size.width}`);
  }
  await page.setViewportSize(before);
  const twice = await page.evaluate(idsThatStandTwice);
  if (twice.length) found.push(`ids that stand more than once: ${twice.join(', ')}`);
  const words = latinWords(await page.evaluate(visibleText), logins);
  if (words.length) found.push(`words that are not Chinese: ${words.join(', ')}`);
  return found;
}

/** A label, a link and a hint lead to the first element of their id, and to no other. */
function idsThatStandTwice() {
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

/** Lists of people and things fit a telephone, and so does every sentence about a figure. */
function listsThatRunSideways() {
  const boxes = [...document.querySelectorAll('.table-box')].filter((box) => box.querySelector('table.stack'));
  const wide = boxes.filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.getAttribute('aria-label'));
  const right = document.documentElement.clientWidth;
  const cut = [...document.querySelectorAll('.row-findings .finding')].filter((line) => line.getBoundingClientRect().right > right);
  return wide.concat(cut.map((line) => line.innerText));
}

export async function assertSound(page, options) {
  const found = await faults(page, options);
  assert.deepEqual(found, [], `${page.url()}\n${found.join('\n')}`);
}

/** Pages built alike have the same faults: each structure is examined once in a process. */
const examined = new Set();

async function axe(page, script) {
  const built = await page.evaluate(() => [...document.querySelectorAll('*')].map((part) => `${part.localName}.${part.getAttribute('class') ?? ''}`).join());
  const structure = `${page.viewportSize().width} ${built}`;
  if (examined.has(structure)) return [];
  examined.add(structure);
  return script ? examine(page) : examineTwin(page);
}

const twins = new WeakMap();

/** Where scripts are off, the examination cannot run either: it looks at the same page in a context that has them. */
async function examineTwin(page) {
  const [body, url] = [await page.content(), page.url()];
  const browser = page.context().browser();
  if (!twins.has(browser)) twins.set(browser, await browser.newPage({ locale: 'zh-CN' }));
  const twin = twins.get(browser);
  await twin.setViewportSize(page.viewportSize());
  await twin.route('**/*', (route) => {
    const request = route.request();
    if (request.isNavigationRequest()) return route.fulfill({ contentType: 'text/html; charset=utf-8', body });
    return request.resourceType() === 'script' ? route.fulfill({ contentType: 'text/javascript', body: '' }) : route.continue();
  });
  await twin.goto(url);
  const found = await examine(twin);
  await twin.unrouteAll();
  return found;
}

/** Grave faults of accessibility, contrast among them. */
export async function examine(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    return grave.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.map(({ html }) => html).join(' | ').slice(0, 400)}`);
  });
}

/** What somebody reads or hears, titles and labels included; commands and secrets are no words. */
function visibleText() {
  const said = [document.title];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!element.closest('code, .secret, .hash, script')) said.push(texts.currentNode.data);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt], svg title, svg desc')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) said.push(element.getAttribute(name) ?? '');
    if (element.matches('title, desc')) said.push(element.textContent);
  }
  return said.join('\n');
}

let pictures = 0;

/** Keeps a picture for human eyes, where a folder for them is named. */
export async function keep(page, name) {
  const folder = process.env.HUIBIAO_PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  pictures += 1;
  const path = `${folder}/${String(Math.ceil(pictures / SIZES.length)).padStart(3, '0')}-${name.replace(/[^\p{L}\p{N}-]+/gu, '_')}.png`;
  await page.screenshot({ path, fullPage: true });
}
