// Somebody at a browser. A desk watches what must never happen (an error on the console, a request to another
// host) and looks at every page it comes to; leaving it fails the test when a page was not looked at.

import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { assertSound, keep } from './look.mjs';

/** The browser that `tests/run` found; empty where Playwright's own is to be used. */
const CHROMIUM = (process.env.CHROMIUM ?? '/usr/bin/chromium') || undefined;
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--no-first-run', '--lang=zh-CN'];

/** Logins that lists show. */
const STAFF = ['shi', 'xian', 'shenji', 'guanli', 'xiaoli'];

export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
export const launchServer = () => chromium.launchServer({ executablePath: CHROMIUM, args: ARGUMENTS });
export const connect = (server) => chromium.connect(server.wsEndpoint());

/** Both ways in which every page must work. */
export const WAYS = [{ way: 'with scripts', script: true }, { way: 'without scripts', script: false }];

/** Sits down and signs in. `picture` names the pictures that are kept, `mayFail` what a test provokes, `screen` is another than the usual. */
export async function sit(browser, stage, login, { script = true, password, picture = null, mayFail = [], screen = {} } = {}) {
  const desk = await enter(browser, stage, { script, picture, mayFail, screen, logins: [...STAFF, login] });
  await desk.open('/sign-in');
  await desk.sees('登录');
  await desk.fill('用户名', login);
  await desk.fill('密码', password ?? stage.password);
  await desk.press('登录');
  return desk;
}

/** Sits down without signing in. */
export async function enter(browser, stage, { script = true, picture = null, mayFail = [], screen = {}, logins = [] } = {}) {
  const context = await browser.newContext({
    javaScriptEnabled: script, viewport: { width: 1366, height: 768 }, locale: 'zh-CN', acceptDownloads: true, ...screen,
  });
  context.setDefaultTimeout(15_000);
  const desk = new Desk(stage, context, await context.newPage(), { script, picture, mayFail, logins });
  desk.watch();
  return desk;
}

class Desk {
  constructor(stage, context, page, { script, picture, mayFail, logins }) {
    Object.assign(this, { stage, context, page, script, picture, mayFail, logins, wrong: [], visited: new Set(), looked: new Set() });
  }

  watch() {
    // An answer that refuses a form is no error of the page; the browser notes it on the console all the same.
    const expected = [/the server responded with a status of 422/, ...this.mayFail];
    this.page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !expected.some((known) => known.test(text))) this.wrong.push(`console: ${text}`);
    });
    this.page.on('pageerror', (error) => this.wrong.push(`script: ${error}`));
    this.context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${this.stage.url}/`) && !url.startsWith('data:')) this.wrong.push(`request to ${url}`);
    });
    this.page.on('framenavigated', (frame) => {
      if (frame === this.page.mainFrame() && frame.url().startsWith('http')) this.visited.add(this.path());
    });
  }

  path() {
    return this.page.url().slice(this.stage.url.length).replace(/#.*/, '');
  }

  async open(path) {
    return this.page.goto(this.stage.url + path);
  }

  /** Waits for the page with this heading, and looks at it. */
  async sees(heading) {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
    const picture = this.picture && `${this.picture}-${await this.page.title()}`;
    await assertSound(this.page, { logins: this.logins, picture, script: this.script });
    this.looked.add(this.path());
  }

  async says(words) {
    const text = await this.text();
    assert.ok(words instanceof RegExp ? words.test(text) : text.includes(words), `${this.path()} does not say ${words}:\n${text}`);
  }

  async saysNot(words) {
    const text = await this.text();
    assert.ok(!text.includes(words), `${this.path()} says ${words}:\n${text}`);
  }

  async text() {
    return (await this.page.locator('main').innerText()).replace(/\s+/g, ' ');
  }

  /** Keeps a picture of the page as it is. */
  async keeps(name) {
    await keep(this.page, name);
  }

  field(label) {
    return this.page.getByRole('textbox', { name: label, exact: true }).or(this.page.getByLabel(label, { exact: true }));
  }

  async fill(label, text) {
    await this.field(label).fill(text);
  }

  figure(index) {
    return this.page.locator(`#v-${index}`);
  }

  async choose(field, ...files) {
    await this.page.locator(`#${field}`).setInputFiles(files);
  }

  /** Presses a button and waits for the page that answers. */
  async press(name) {
    await this.leadsOn(this.page.getByRole('button', { name }).first());
  }

  async follow(name) {
    await this.leadsOn(this.page.getByRole('link', { name }).first());
  }

  async leadsOn(thing) {
    const arrived = this.page.waitForEvent('load');
    await thing.click();
    await arrived;
  }

  /** The file that a link or a button hands out. */
  async download(thing) {
    const begun = this.page.waitForEvent('download');
    await thing.click();
    return begun;
  }

  async leave() {
    await this.context.close();
    assert.deepEqual(this.wrong, []);
    const unseen = [...this.visited].filter((path) => !this.looked.has(path));
    assert.deepEqual(unseen, [], 'pages that nobody looked at');
  }
}
