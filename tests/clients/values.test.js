// What a flag answers over the wire is what `ffctl eval` says of it, for both providers.

import assert from 'node:assert/strict';
import { EXAMPLE, Project } from './support/project.js';
import { backend, details, frontend } from './support/providers.js';
import { Server } from './support/server.js';
import { describe, test } from './support/testing.js';
import { Wire } from './support/wire.js';

const OWN_CONTEXTS = [
  {},
  ...Array.from({ length: 12 }, (_, n) => ({ targetingKey: `u-${n}` })),
  { targetingKey: 'u-always' },
  { targetingKey: 'u-never' },
  { targetingKey: 'u-1', email: 'ada@example.com' },
  { targetingKey: 'u-1', user_id: 'u-7' },
  { user_id: 'u-7' },
  { targetingKey: 'u-1', screen: { width: 1920 } },
  { targetingKey: 'u-1', plan: 'enterprise' },
  { targetingKey: 'ünïcödé 🦀' },
];

const EXAMPLE_CONTEXTS = [
  {},
  { targetingKey: 'user-123', plan: 'premium', country: 'US', age_days: 400 },
  { targetingKey: 'u-4842', user_agent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' },
  { targetingKey: 'u-1500', company_id: 'c-17', company: { plan: 'enterprise', seats: 100, addons: ['api-boost'] } },
  { targetingKey: 'u-2021', app_version: '5.2.0', device_os: 'ios', locale: 'de-DE', cart_total: 120.5 },
  { targetingKey: 'u-7', node_id: 'n-3', region: 'eu', replication_lag: 0.25, requested_at: '2026-12-01' },
  { targetingKey: 'u-8', email: 'ada@example.com', beta_opt_in: true, roles: ['admin', 'load-test'] },
];

// What an application has to get, where `ffctl eval` says this.
function expected({ value, variant, reason, errorCode }) {
  if (errorCode) return { reason: 'ERROR', errorCode };
  return reason === 'DEFAULT'
    ? { value, variant, reason: 'UNKNOWN', told: 'DEFAULT' } // OFREP has no reason of that name
    : { value, variant, reason, told: undefined };
}

function got({ value, variant, reason, errorCode, flagMetadata }) {
  return errorCode ? { reason, errorCode } : { value, variant, reason, told: flagMetadata.reason };
}

async function compare(t, { flags, contexts, environments, open }) {
  const project = await Project.copy(t, flags);
  const args = environments.flatMap((environment) => ['--env', environment]);
  const server = await Server.start(t, { project, args });
  let compared = 0;
  for (const environment of environments) {
    for (const context of contexts) {
      const ask = await open(`${server.url}/environments/${environment}`, context);
      for (const said of await project.evaluate(context, environment)) {
        const answer = got(await ask(said.key, said.value));
        assert.deepEqual(answer, expected(said), `${said.key} in ${environment} for ${JSON.stringify(context)}`);
        compared += 1;
      }
    }
  }
  assert.ok(compared >= environments.length * contexts.length * 7, `${compared} answers compared`);
}

const TREES = [
  { name: 'our own flags', contexts: OWN_CONTEXTS, environments: ['staging', 'production'] },
  {
    name: "the example's flags",
    flags: EXAMPLE,
    contexts: EXAMPLE_CONTEXTS,
    environments: ['development', 'staging', 'production'],
  },
];

for (const { name, ...tree } of TREES) {
  describe(name, () => {
    test('the server provider gets what ffctl eval says', async (t) => {
      const wire = new Wire(t);
      const open = async (url, context) => {
        const client = await backend(t, wire, url);
        return (key, value) => details(client, key, value, context);
      };
      await compare(t, { ...tree, open });
    });

    test('the web provider gets what ffctl eval says', async (t) => {
      const wire = new Wire(t);
      const open = async (url, context) => {
        const client = await frontend(t, wire, url, context, { changeDetection: 'none' });
        return (key, value) => details(client, key, value);
      };
      await compare(t, { ...tree, open });
    });
  });
}

test('each type of value arrives as it is written', async (t) => {
  const client = await backend(t, new Wire(t), (await Server.start(t)).url);
  const context = { targetingKey: 'u-always', plan: 'team', screen: { width: 2560 } };
  assert.equal(await client.getBooleanValue('checkout', false, context), true);
  assert.equal(await client.getStringValue('banner', 'x', { targetingKey: 'u-1' }), 'Free returns');
  assert.equal(await client.getNumberValue('page-size', 0, context), 100);
  assert.equal(await client.getNumberValue('price-factor', 0, context), 0.85);
  const limits = { per_minute: 600, webhooks: { enabled: true, retries: [1, 2.5, 10] } };
  assert.deepEqual(await client.getObjectValue('limits', {}, context), limits);
});

test('the base URL without an environment serves the first one', async (t) => {
  const server = await Server.start(t, { args: ['--env', 'production', '--env', 'staging'] });
  const wire = new Wire(t);
  const factor = async (url) => (await backend(t, wire, url)).getNumberValue('price-factor', 0);
  assert.equal(await factor(server.url), 0.85);
  assert.equal(await factor(`${server.url}/environments/production`), 0.85);
  assert.equal(await factor(`${server.url}/environments/staging`), 1);
});

test("a flag's metadata tells whose it is, and which rule decided", async (t) => {
  const { url } = await Server.start(t);
  const wire = new Wire(t);
  const ada = { targetingKey: 'u-1', email: 'ada@example.com' };
  const server = await backend(t, wire, url);
  const web = await frontend(t, wire, url, ada, { changeDetection: 'none' });
  const answers = [await server.getBooleanDetails('checkout', false, ada), web.getBooleanDetails('checkout', false)];
  for (const { flagMetadata } of answers) {
    const { owner, type, rule } = flagMetadata;
    assert.deepEqual({ owner, type, rule }, { owner: 'payments-team', type: 'release', rule: 'employees' });
  }
});
