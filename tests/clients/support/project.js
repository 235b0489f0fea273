// A flags directory of the test's own, and the program that works on it.

import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));

export const PROGRAM = resolve(process.env.FFCTL ?? fromHere('../../../target/debug/ffctl'));
export const EXAMPLE = fromHere('../../../flags');
const OWN = fromHere('../flags');

// Nothing of the surroundings reaches the program but what it needs to start.
export const ENVIRONMENT = { PATH: process.env.PATH, HOME: tmpdir(), FFCTL_NOW: '2026-11-21' };

export class Project {
  static async copy(t, flags = OWN) {
    const folder = await mkdtemp(join(tmpdir(), 'ffctl-clients-'));
    t.after(() => rm(folder, { recursive: true }));
    await cp(flags, join(folder, 'flags'), { recursive: true });
    return new Project(folder);
  }

  constructor(folder) {
    this.folder = folder;
  }

  // Runs the program and gives what it printed; fails where it does.
  async ffctl(...args) {
    const options = { cwd: this.folder, env: ENVIRONMENT };
    return (await promisify(execFile)(PROGRAM, args, options)).stdout;
  }

  // What `ffctl eval` says of every flag for a context.
  async evaluate(context, environment) {
    const question = ['--env', environment, '--context', JSON.stringify(context)];
    const printed = await this.ffctl('eval', '--all', ...question, '--format', 'json');
    return printed.trim().split('\n').map((line) => JSON.parse(line));
  }

  async read(file) {
    return readFile(join(this.folder, 'flags', file), 'utf8');
  }

  async write(file, text) {
    await writeFile(join(this.folder, 'flags', file), text);
  }

  // Replaces text that has to be there.
  async replace(file, from, to) {
    const text = await this.read(file);
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    await this.write(file, text.replace(from, to));
  }

  async remove(file) {
    await rm(join(this.folder, 'flags', file));
  }
}
