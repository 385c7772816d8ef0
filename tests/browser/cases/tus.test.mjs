// A program sends footage with an ordinary tus client: in pieces, over a line that breaks, and then reports it.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Upload } from 'tus-js-client';
import { launch, sit } from '../desk.mjs';
import { UNITS } from '../sheets.mjs';
import { openStage } from '../stage.mjs';

let stage, browser;
before(async () => { [stage, browser] = await Promise.all([openStage(), launch()]); });
after(async () => { await browser.close(); await stage.close(); });

const UNIT = '370320001';
const FILM = Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42', 'latin1'), Buffer.alloc(12 << 20, 7)]);

const NOTICE = [
  '清河市卫生健康局关于报送2024年“3·15”活动情况的通知',
  '',
  '各医疗卫生单位：',
  '　　请于3月28日前将“3·15”活动总结和工作图片报送至市卫生健康局综合监督科。',
  '',
  '清河市卫生健康局',
  '2024年2月26日',
].join('\n');

async function campaign() {
  const desk = await sit(browser, stage, 'shi');
  await desk.sees(UNITS['3703']);
  await desk.open('/campaigns/notice');
  await desk.sees('从通知新建填报任务');
  await desk.choose('file', { name: '通知.txt', mimeType: 'text/plain', buffer: Buffer.from(NOTICE) });
  await desk.press('读通知');
  await desk.sees('新建填报任务');
  await desk.press('存为草稿');
  await desk.sees(/2024年/);
  await desk.press('发布给');
  await desk.sees(/2024年/);
  return desk.path().match(/\/campaigns\/(\d+)/)[1];
}

/** A program of the unit: `ask` with its token. */
async function program() {
  const desk = await sit(browser, stage, UNIT);
  await desk.sees(UNITS[UNIT]);
  await desk.open('/account');
  await desk.page.locator('form[action="/account/tokens"] input[name=name]').fill('影像上传');
  await desk.leadsOn(desk.page.locator('form[action="/account/tokens"] button'));
  const token = (await desk.page.locator('#secret').textContent()).trim();
  const headers = { Authorization: `Bearer ${token}` };
  const ask = async (path, options = {}) => {
    const answer = await fetch(stage.url + path, { ...options, headers: { ...headers, ...options.headers } });
    return { status: answer.status, body: await answer.json() };
  };
  return { headers, ask };
}

/** Sends until the line breaks; the address under which it goes on. */
function broken(options) {
  return new Promise((resolve, reject) => {
    const upload = new Upload(FILM, {
      ...options,
      onError: reject,
      onChunkComplete: (_, sent) => {
        if (sent >= 4 << 20) upload.abort().then(() => resolve({ address: upload.url, sent }), reject);
      },
    });
    upload.start();
  });
}

function continued(options) {
  return new Promise((resolve, reject) => {
    let first = null;
    const upload = new Upload(FILM, {
      ...options,
      onError: reject,
      onProgress: (sent) => { first ??= sent; },
      onSuccess: () => resolve(first),
    });
    upload.start();
  });
}

test('footage goes on where the line broke, and is reported', async () => {
  const at = `/api/v1/campaigns/${await campaign()}/units/${UNIT}`;
  const { headers, ask } = await program();
  const asked = (await ask(`${at}/package`)).body.deliverables.find((part) => part.asked.kind === 'pictures').asked;
  const options = {
    endpoint: `${stage.url}${at}/transfers`,
    headers,
    chunkSize: 2 << 20,
    retryDelays: null,
    metadata: { filename: '活动.mp4', deliverable: String(asked.id) },
  };
  const { address, sent } = await broken(options);
  assert.ok(sent >= 4 << 20 && sent < FILM.length, `${sent} bytes were sent`);
  const resumed = await continued({ ...options, endpoint: undefined, uploadUrl: address });
  assert.ok(resumed >= 4 << 20, `it went on at ${resumed}`);

  const [waiting] = (await ask(`${at}/package`)).body.deliverables.find((part) => part.asked.id === asked.id).waiting;
  assert.equal(waiting.file.name, '活动.mp4');
  assert.equal(waiting.file.sha256, createHash('sha256').update(FILM).digest('hex'));
  const delivered = await ask(`${at}/deliveries`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'tus-2024-0001' },
    body: JSON.stringify({ deliverables: [asked.id] }),
  });
  assert.equal(delivered.status, 201, JSON.stringify(delivered.body));
  assert.equal(delivered.body.deliveries[0].files[0].file.bytes, FILM.length);
});
