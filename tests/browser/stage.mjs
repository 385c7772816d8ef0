// The service for one file of tests: a copy of the season that `stage make` played, on a port of its own.
// See stage.rs. It ends with its standard input, so that nothing stays behind when a test dies.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../target', import.meta.url));

export const program = (name) => `${target}/debug/${name}`;
export const made = `${target}/browser-stage`;

/** Starts the service; `{ url, password, routes, now, close }`. */
export async function openStage() {
  const child = spawn(program('examples/stage'), ['serve', made], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout });
  const said = new Promise((resolve) => lines.once('line', resolve));
  const line = await Promise.race([said, ended.then((code) => { throw new Error(`the stage ended with ${code}`); })]);
  const answered = Date.now();
  const told = JSON.parse(line);
  return {
    ...told,
    /** The time by the service's clock, in milliseconds since 1970. */
    now: () => told.time + (Date.now() - answered),
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
