// Flags change under running applications: a file is saved, a kill switch is thrown, a mistake is made.

import assert from 'node:assert/strict';
import { Project } from './support/project.js';
import { backend } from './support/providers.js';
import { Server } from './support/server.js';
import { test } from './support/testing.js';
import { until } from './support/until.js';
import { Wire } from './support/wire.js';

test('a saved change is served without a restart', async (t) => {
  const { url, project } = await Server.start(t);
  const client = await backend(t, new Wire(t), url);
  const factor = () => client.getNumberDetails('price-factor', 0);
  assert.equal((await factor()).value, 0.85);
  const saved = performance.now();
  await project.replace('price-factor.yaml', 'sale: 0.85', 'sale: 0.5');
  const { reason } = await until(t, ({ value }) => value !== 0.85, factor);
  t.diagnostic(`live after ${Math.round(performance.now() - saved)} ms`);
  assert.equal(reason, 'STATIC');
  assert.equal((await factor()).value, 0.5);
});

test('a flag can come and go', async (t) => {
  const { url, project } = await Server.start(t);
  const client = await backend(t, new Wire(t), url);
  const surprise = () => client.getBooleanDetails('surprise', false);
  assert.equal((await surprise()).errorCode, 'FLAG_NOT_FOUND');
  await project.write('surprise.yaml', await project.read('card-payments.yaml'));
  await until(t, ({ value }) => value, surprise);
  await project.remove('surprise.yaml');
  await until(t, ({ errorCode }) => errorCode === 'FLAG_NOT_FOUND', surprise);
});

// Asks for a flag over and over, until told to stop, and then for some rounds more.
async function poll(client, key, user, told, { signal }) {
  const answers = [];
  for (let more = 20; more > 0; more -= told.stop ? 1 : 0) {
    signal.throwIfAborted();
    answers.push(await client.getBooleanDetails(key, false, { targetingKey: user }));
  }
  return answers;
}

test('a kill switch thrown while clients poll turns the flag off for all, and no answer is an error', async (t) => {
  const { url, project } = await Server.start(t);
  const wire = new Wire(t);
  const told = { stop: false };
  const users = Array.from({ length: 8 }, (_, n) => `u-${n}`);
  const clients = await Promise.all(users.map(() => backend(t, wire, url)));
  const polls = users.map((user, n) => poll(clients[n], 'card-payments', user, told, t));

  await until(t, (answers) => answers.length > users.length, () => wire.exchanges);
  await project.ffctl('disable', 'card-payments', '--yes');
  await until(t, ({ reason }) => reason === 'DISABLED', () => clients[0].getBooleanDetails('card-payments', true));
  told.stop = true;

  for (const answers of await Promise.all(polls)) {
    assert.deepEqual(answers.filter(({ errorCode }) => errorCode), []);
    const off = answers.findIndex(({ reason }) => reason === 'DISABLED');
    assert.ok(off > 0, 'on at first, then off');
    const shown = answers.map(({ value, reason }) => `${value} ${reason}`);
    assert.deepEqual(new Set(shown.slice(0, off)), new Set(['true STATIC']));
    assert.deepEqual(new Set(shown.slice(off)), new Set(['false DISABLED']));
  }
  t.diagnostic(`${wire.exchanges.length} answers`);
});

// The server is ready as long as it has flags to serve.
async function readiness(url) {
  const response = await fetch(`${url}/readyz`);
  assert.equal(response.status, 200);
  return response.json();
}

// How many changes were refused, by the metrics.
async function refusals(url) {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^ffctl_reloads_total\{result="refused"\} (\d+)/m.exec(metrics)?.[1]);
}

const MISTAKES = [
  ['YAML that cannot be read', (project) => project.write('price-factor.yaml', 'variants: [')],
  ['a value that is not allowed', (project) => project.replace('checkout.yaml', 'rollout: 50', 'rollout: 500')],
  ['a segment that is gone', (project) => project.remove('segments/employees.yaml')],
];

for (const [name, make] of MISTAKES) {
  test(`${name} is refused as a whole: the old answers stay, and readiness says why`, async (t) => {
    const { url, project } = await Server.start(t);
    const client = await backend(t, new Wire(t), url);
    const answers = async () => [
      await client.getNumberValue('price-factor', 0),
      await client.getBooleanValue('checkout', false, { targetingKey: 'u-1', email: 'ada@example.com' }),
      await client.getBooleanValue('card-payments', false),
    ];
    assert.deepEqual(await answers(), [0.85, true, true]);
    const good = await Project.copy(t, `${project.folder}/flags`);

    await make(project);
    const { refused, newest } = await until(t, (ready) => ready.refused, () => readiness(url));
    assert.match(JSON.stringify(refused), /price-factor|checkout|employees/);
    assert.equal(newest, false);
    const count = await refusals(url);
    await project.replace('card-payments.yaml', 'enabled: true', 'enabled: false');
    await until(t, (later) => later > count, () => refusals(url));
    assert.deepEqual(await answers(), [0.85, true, true], 'nor is another change taken over');

    for (const file of ['price-factor.yaml', 'checkout.yaml', 'segments/employees.yaml']) {
      await project.write(file, await good.read(file));
    }
    await until(t, ([, , cards]) => !cards, answers);
    assert.deepEqual(await answers(), [0.85, true, false]);
    assert.equal((await readiness(url)).refused, null);
  });
}
