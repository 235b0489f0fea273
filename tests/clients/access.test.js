// Who may ask: tokens, each for some environments.

import assert from 'node:assert/strict';
import { Project } from './support/project.js';
import { apiKey, bearer, backend, frontend } from './support/providers.js';
import { Server } from './support/server.js';
import { test } from './support/testing.js';
import { until } from './support/until.js';
import { Wire, connected } from './support/wire.js';

// The second one is "staging-secret-too", kept as its SHA-256.
const TOKENS = `
tokens:
  - {name: shop, token: production-secret, environments: [production]}
  - name: tester
    sha256: 947c8ffdc57dbd6a12f89636ed1f7b365370a79e6f12a7923223d3483b62134f
    environments: [staging]
`;

async function guarded(t) {
  const project = await Project.copy(t);
  await project.write('../tokens.yaml', TOKENS);
  const args = ['--env', 'production', '--env', 'staging', '--tokens', 'tokens.yaml'];
  const server = await Server.start(t, { project, args });
  return { project, server, url: server.url, production: `${server.url}/environments/production` };
}

// Asks without a provider.
const ask = (wire, url, headers = []) =>
  wire.fetch(url, {
    method: 'POST',
    headers: [['content-type', 'application/json'], ...headers],
    body: '{"context": {}}',
  });

for (const [name, header] of [['Authorization: Bearer', bearer], ['X-API-Key', apiKey]]) {
  test(`a token is taken as ${name}, by either provider`, async (t) => {
    const { url } = await guarded(t);
    const wire = new Wire(t);
    const headers = [header('production-secret')];
    const server = await backend(t, wire, url, headers);
    assert.equal(await server.getNumberValue('price-factor', 0), 0.85);
    const web = await frontend(t, wire, url, { targetingKey: 'u-1' }, { headers, changeDetection: 'none' });
    assert.equal(web.getNumberValue('price-factor', 0), 0.85);
  });
}

test('a token kept as its digest opens the environment it is for, whether the URL names it or not', async (t) => {
  const { url } = await guarded(t);
  for (const baseUrl of [`${url}/environments/staging`, url]) {
    const client = await backend(t, new Wire(t), baseUrl, [bearer('staging-secret-too')]);
    assert.equal(await client.getNumberValue('price-factor', 0), 1);
  }
});

const REFUSED = [
  { name: 'no token', token: undefined, status: 401, error: 'OFREPApiUnauthorizedError' },
  { name: 'an unknown token', token: 'guessed', status: 401, error: 'OFREPApiUnauthorizedError' },
  { name: 'the beginning of a token', token: 'production-secre', status: 401, error: 'OFREPApiUnauthorizedError' },
  { name: 'a token for another environment', token: 'staging-secret-too', status: 403, error: 'OFREPForbiddenError' },
];

for (const { name, token, status, error } of REFUSED) {
  const headers = token ? [bearer(token)] : [];

  test(`${name} is refused, and the server provider says so`, async (t) => {
    const { production } = await guarded(t);
    const wire = new Wire(t);
    const client = await backend(t, wire, production, headers);
    await assert.rejects(client.provider.resolveBooleanEvaluation('card-payments', false, {}), { name: error });
    const { value, reason } = await client.getBooleanDetails('card-payments', false);
    assert.deepEqual({ value, reason }, { value: false, reason: 'ERROR' });
    assert.deepEqual(wire.exchanges.map((exchange) => exchange.status), [status, status]);
  });

  test(`${name} is refused, and the web provider is in a fatal state`, async (t) => {
    const { production } = await guarded(t);
    const wire = new Wire(t);
    const fatal = ({ code, cause }) => code === 'PROVIDER_FATAL' && cause.name === error;
    await assert.rejects(frontend(t, wire, production, { targetingKey: 'u-1' }, { headers }), fatal);
    assert.deepEqual(wire.exchanges.map((exchange) => exchange.status), [status]);
  });
}

test('a refusal tells how to authenticate, and nothing of the flags', async (t) => {
  const { url } = await guarded(t);
  const wire = new Wire(t);
  for (const key of ['card-payments', 'no-such-flag']) {
    const refused = await ask(wire, `${url}/ofrep/v1/evaluate/flags/${key}`);
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get('www-authenticate'), /^Bearer/);
  }
  const [there, notThere] = wire.exchanges.map(({ body }) => body);
  assert.equal(there, notThere);
});

test('health is told without a token, and the state of the flags only with one', async (t) => {
  const { url } = await guarded(t);
  const told = async (path, headers = []) => {
    const response = await fetch(url + path, { headers });
    assert.equal(response.status, 200);
    return response.json();
  };
  await told('/healthz');
  assert.deepEqual(Object.keys(await told('/readyz')), ['status']);
  assert.ok(Object.keys(await told('/readyz', [bearer('production-secret')])).includes('flags'));
});

test('a token that is struck out is refused as soon as the server is told', async (t) => {
  const { project, server, url } = await guarded(t);
  const wire = new Wire(t);
  const status = async () => (await ask(wire, `${url}/ofrep/v1/evaluate/flags`, [bearer('production-secret')])).status;
  assert.equal(await status(), 200);
  await project.replace('../tokens.yaml', 'token: production-secret', 'token: another-production-secret');
  server.child.kill('SIGHUP');
  assert.equal(await until(t, (answer) => answer !== 200, status), 401);
});

test('changes are told to who has a token, and to nobody else', async (t) => {
  const { url, project } = await guarded(t);
  const wire = new Wire(t);
  assert.equal((await wire.fetch(`${url}/ofrep/v1/events`)).status, 401);
  const sources = wire.provideEvents(t);
  const headers = [bearer('production-secret')];
  const client = await frontend(t, wire, url, { targetingKey: 'u-1' }, { headers });
  const changed = new Promise((resolve) => client.addHandler('PROVIDER_CONFIGURATION_CHANGED', resolve));
  await connected(sources[0]);
  await project.replace('price-factor.yaml', 'sale: 0.85', 'sale: 0.5');
  await changed;
  assert.equal(client.getNumberValue('price-factor', 0), 0.5);
});

test('the address of the events holds no token and opens nothing else', async (t) => {
  const { url } = await guarded(t);
  const wire = new Wire(t);
  const flags = `${url}/ofrep/v1/evaluate/flags`;
  const all = await ask(wire, flags, [bearer('production-secret')]);
  const [{ url: address, endpoint }] = (await all.json()).eventStreams;
  const events = new URL(address ?? endpoint.requestUri, url);
  assert.ok(!events.href.includes('production-secret'));

  assert.equal((await ask(wire, flags + events.search)).status, 401);
  for (const ticket of events.searchParams.values()) {
    assert.equal((await ask(wire, flags, [bearer(ticket)])).status, 401);
  }
  events.pathname = '/environments/staging/ofrep/v1/events';
  assert.notEqual((await wire.fetch(events)).status, 200);
});
