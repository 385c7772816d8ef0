// Filled sheets as units send them.

import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ITEMS = [
  ['普法宣传活动', '场'], ['组织新闻发布会', '场'], ['开展线上线下消费教育活动', '次'], ['受理消费者咨询情况', '件'],
  ['受理消费者投诉情况', '件'], ['解决消费纠纷', '件'], ['为消费者挽回经济损失', '万元'], ['发布消费提（警）示', '条'],
  ['组织新闻媒体专栏专题', '期'], ['媒体宣传报道', '篇'], ['印发各类宣传资料', '份'],
];

/** Figures that nobody asks about, given last year's. */
export const SOUND = ['12', '1', '9', '180', '45', '38', '3.65', '11', '2', '14', '2850'];

/** The same with some figures changed: `{ 3: '约800' }` changes the fourth. */
export const but = (changes) => SOUND.map((figure, index) => changes[index] ?? figure);

/** A sheet as a file for an upload. */
export function sheet(unit, figures, name = `${unit}报表.csv`) {
  const lines = ['2024年“3·15”活动情况统计表', `填报单位：${unit},,填报日期：2024年3月20日,`, '序号,类别,单位,数量'];
  ITEMS.forEach(([label, measure], index) => lines.push(`${index + 1},${label},${measure},${figures[index]}`));
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`) };
}

/** The sample of a unit, as it lies with the reader's tests. */
export function sample(code) {
  const folder = fileURLToPath(new URL('../sheets/samples/sheets/', import.meta.url));
  const name = readdirSync(folder).find((name) => name.startsWith(`${code}_`));
  return { name, mimeType: 'application/octet-stream', buffer: readFileSync(folder + name) };
}

/** Names of the units on the stage, by code. */
export const UNITS = Object.fromEntries(
  readFileSync(new URL('../sheets/samples/units.csv', import.meta.url), 'utf8')
    .trim().split(/\r?\n/).slice(1).map((line) => line.split(',').slice(0, 2)),
);
