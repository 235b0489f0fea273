// What the README tells application developers to write does what it says there.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EXAMPLE, Project } from './support/project.js';
import { Server } from './support/server.js';
import { test } from './support/testing.js';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PAGES_TOKEN = 'the-token-of-our-pages';
const SHOP_TOKEN = 'the-token-of-our-shop';
const TOKENS = `
tokens:
  - {name: pages, token: ${PAGES_TOKEN}, environments: [production]}
  - {name: shop, token: ${SHOP_TOKEN}, environments: [production]}
`;

async function served(t) {
  const project = await Project.copy(t, EXAMPLE);
  await project.write('../tokens.yaml', TOKENS);
  return Server.start(t, { project, args: ['--env', 'production', '--tokens', 'tokens.yaml'] });
}

// The README's program that imports this package, asking our server instead of the one it names.
async function program(imported, url) {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const blocks = readme.split('```js\n').slice(1).map((rest) => rest.split('```')[0]);
  const found = blocks.filter((block) => block.includes(`'${imported}'`));
  assert.equal(found.length, 1, `one program with ${imported}`);
  return found[0].replace('http://127.0.0.1:8016', url);
}

function run(t, code, ...options) {
  const child = spawn(process.execPath, [...options, '--input-type=module', '--eval', code], {
    cwd: FOLDER,
    env: { PATH: process.env.PATH, FLAGS_TOKEN: SHOP_TOKEN },
  });
  t.after(() => child.kill());
  const said = (stream) => createInterface({ input: stream })[Symbol.asyncIterator]();
  return { out: said(child.stdout), err: said(child.stderr) };
}

const next = async (lines) => (await lines.next()).value;

test('the program for a server', async (t) => {
  const { url } = await served(t);
  const code = await program('@openfeature/ofrep-provider', url);
  const [, promised] = /console\.log\(.*\); \/\/ (.*)\n/.exec(code);
  assert.equal(await next(run(t, code).out), promised);
});

test('the program for a page', async (t) => {
  const { url, project } = await served(t);
  const code = await program('@openfeature/ofrep-web-provider', url);
  const { out, err } = run(t, code, '--import', './support/event-source.js');
  assert.equal(await next(out), 'one page');
  assert.equal(await next(err), 'connected');
  await project.ffctl('disable', 'new-checkout', '--yes');
  assert.equal(await next(out), 'four steps');
});
