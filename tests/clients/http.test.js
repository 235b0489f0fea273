// The protocol without a provider: what caches, browsers and other programs send.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Server } from './support/server.js';
import { test } from './support/testing.js';
import { Wire, connected } from './support/wire.js';

const JSON_TYPE = { 'content-type': 'application/json' };

const post = (wire, url, body, headers = {}) =>
  wire.fetch(url, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });

const bulk = (wire, { url }, context, headers) => post(wire, `${url}/ofrep/v1/evaluate/flags`, { context }, headers);

test('the tag of a bulk answer covers the context, the environment and the flags', async (t) => {
  const server = await Server.start(t, { args: ['--env', 'production', '--env', 'staging'] });
  const wire = new Wire(t);
  const tag = async (at, context) => (await bulk(wire, at, context)).headers.get('etag');
  const ada = await tag(server, { targetingKey: 'u-1' });
  assert.match(ada, /^(W\/)?"[^"]+"$/);
  assert.equal(await tag(server, { targetingKey: 'u-1' }), ada, 'the same question has the same tag');
  assert.notEqual(await tag(server, { targetingKey: 'u-2' }), ada);
  assert.notEqual(await tag(server, { targetingKey: 'u-1', plan: 'team' }), ada);
  assert.notEqual(await tag({ url: `${server.url}/environments/staging` }, { targetingKey: 'u-1' }), ada);
});

test('If-None-Match is answered with 304 for one tag, for a list, and for any; and not for another', async (t) => {
  const server = await Server.start(t);
  const wire = new Wire(t);
  const context = { targetingKey: 'u-1' };
  const tag = (await bulk(wire, server, context)).headers.get('etag');
  const status = async (header) => (await bulk(wire, server, context, { 'if-none-match': header })).status;
  assert.equal(await status(tag), 304);
  assert.equal(await status(`"another", ${tag}`), 304);
  assert.equal(await status('*'), 304);
  assert.equal(await status('"another"'), 200);
  assert.equal((await bulk(wire, server, { targetingKey: 'u-2' }, { 'if-none-match': tag })).status, 200);
});

test('a changed flag has another tag', async (t) => {
  const server = await Server.start(t);
  const wire = new Wire(t);
  const context = { targetingKey: 'u-1' };
  const source = wire.events(`${server.url}/ofrep/v1/events`);
  t.after(() => source.close());
  await connected(source);
  const tag = (await bulk(wire, server, context)).headers.get('etag');
  const told = once(source, 'message');
  await server.project.ffctl('disable', 'card-payments', '--yes');
  await told;
  const answer = await bulk(wire, server, context, { 'if-none-match': tag });
  assert.equal(answer.status, 200);
  assert.notEqual(answer.headers.get('etag'), tag);
});

const ONE = '/ofrep/v1/evaluate/flags/checkout';
const ALL = '/ofrep/v1/evaluate/flags';
const BAD_REQUESTS = [
  ['no JSON', 'context', 'PARSE_ERROR'],
  ['half of a JSON object', '{"context": {', 'PARSE_ERROR'],
  ['a context that is no object', '{"context": 5}', 'INVALID_CONTEXT'],
  ['a context that is a list', '{"context": []}', 'INVALID_CONTEXT'],
];

for (const [name, body, errorCode] of BAD_REQUESTS) {
  test(`a request with ${name} is told so`, async (t) => {
    const { url } = await Server.start(t);
    const wire = new Wire(t);
    for (const path of [ONE, ALL]) {
      const response = await wire.fetch(url + path, { method: 'POST', headers: JSON_TYPE, body });
      assert.equal(response.status, 400);
      assert.equal((await response.json()).errorCode, errorCode);
    }
  });
}

test("a flag's key is decoded, and an odd one is not found", async (t) => {
  const { url } = await Server.start(t);
  const wire = new Wire(t);
  const ask = async (key) => {
    const response = await post(wire, `${url}${ALL}/${key}`, { context: { targetingKey: 'u-1' } });
    return [response.status, (await response.json()).key];
  };
  assert.deepEqual(await ask('search%2Ev2'), [200, 'search.v2']);
  assert.deepEqual(await ask('a%2Fb'), [404, 'a/b']);
  assert.deepEqual(await ask('%F0%9F%A6%80'), [404, '🦀']);
  assert.deepEqual(await ask('..%2Fffctl'), [404, '../ffctl']);
});

test('an environment that is not served is not found', async (t) => {
  const { url } = await Server.start(t);
  const question = { method: 'POST', headers: JSON_TYPE, body: '{"context": {}}' };
  for (const name of ['staging', 'nowhere']) {
    // Not a path of the protocol, so not a case of its contract.
    assert.equal((await fetch(`${url}/environments/${name}${ALL}`, question)).status, 404);
  }
});

test('who comes back to the events is told of what was missed, and only then', async (t) => {
  const server = await Server.start(t);
  const wire = new Wire(t);
  const listen = (lastHeard) => {
    const source = wire.events(`${server.url}/ofrep/v1/events`, lastHeard ? { 'last-event-id': lastHeard } : {});
    t.after(() => source.close());
    return { source, heard: once(source, 'message').then(([event]) => event) };
  };
  const edit = async (from, to) => server.project.replace('price-factor.yaml', `sale: ${from}`, `sale: ${to}`);

  const first = listen();
  const { lastEventId: start } = await first.heard;
  const changed = once(first.source, 'message');
  await edit('0.85', '0.75');
  const [{ lastEventId: old, data }] = await changed;
  assert.equal(JSON.parse(data).type, 'refetchEvaluation');
  assert.notEqual(old, start);

  const second = listen(old);
  await connected(second.source);
  await edit('0.75', '0.65');
  const { lastEventId: current } = await second.heard;
  assert.notEqual(current, old, 'nothing was missed, so the next change is the first word');

  assert.equal((await listen(old).heard).lastEventId, current, 'told at once');
});

test('who begins to listen is told what is in force: it may have changed since they asked', async (t) => {
  const server = await Server.start(t);
  const wire = new Wire(t);
  const { metadata } = await (await bulk(wire, server, { targetingKey: 'u-1' })).json();
  const hear = async () => {
    const source = wire.events(`${server.url}/ofrep/v1/events`);
    t.after(() => source.close());
    const [{ lastEventId }] = await once(source, 'message');
    return { source, lastEventId };
  };
  const before = await hear();
  assert.equal(before.lastEventId, metadata.version);
  const told = once(before.source, 'message');
  await server.project.ffctl('disable', 'card-payments', '--yes');
  const [{ lastEventId: after }] = await told;
  assert.notEqual(after, metadata.version);
  assert.equal((await hear()).lastEventId, after);
});

test('a server that is told to stop ends its streams, and ends well', async (t) => {
  const server = await Server.start(t);
  const source = new Wire(t).events(`${server.url}/ofrep/v1/events`);
  t.after(() => source.close());
  await connected(source);
  const ended = once(source, 'error');
  await server.stop();
  await ended;
});

test('behind a proxy the stream has the address by which clients know the server', async (t) => {
  const server = await Server.start(t, { args: ['--env', 'production', '--public-url', 'https://flags.example/v1'] });
  const { eventStreams } = await (await bulk(new Wire(t), server, { targetingKey: 'u-1' })).json();
  assert.equal(eventStreams.length, 1);
  assert.ok(eventStreams[0].url.startsWith('https://flags.example/v1/ofrep/v1/events'));
});

const ORIGIN = 'https://shop.example';

function preflight(url, origin) {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type,if-none-match',
  };
  return fetch(url + ALL, { method: 'OPTIONS', headers });
}

const listed = (response, header) => (response.headers.get(header) ?? '').toLowerCase().split(/\s*,\s*/);

test('a browser may ask from an origin that is allowed, and read the tag', async (t) => {
  const server = await Server.start(t, { args: ['--env', 'production', '--cors-origin', ORIGIN] });
  const allowed = await preflight(server.url, ORIGIN);
  assert.ok(allowed.ok);
  assert.equal(allowed.headers.get('access-control-allow-origin'), ORIGIN);
  assert.ok(listed(allowed, 'access-control-allow-methods').includes('post'));
  for (const header of ['authorization', 'content-type', 'if-none-match']) {
    assert.ok(listed(allowed, 'access-control-allow-headers').includes(header), header);
  }
  const answer = await bulk(new Wire(t), server, { targetingKey: 'u-1' }, { origin: ORIGIN });
  assert.equal(answer.headers.get('access-control-allow-origin'), ORIGIN);
  assert.ok(listed(answer, 'access-control-expose-headers').includes('etag'));
  assert.ok(listed(answer, 'vary').includes('origin'));
});

test('a browser is given no leave for an origin that is not allowed, nor where none is', async (t) => {
  const some = (await Server.start(t, { args: ['--env', 'production', '--cors-origin', ORIGIN] })).url;
  const none = (await Server.start(t)).url;
  for (const [url, origin] of [[some, 'https://evil.example'], [some, 'null'], [none, ORIGIN]]) {
    const refused = await preflight(url, origin);
    assert.equal(refused.headers.get('access-control-allow-origin'), null);
    const answer = await bulk(new Wire(t), { url }, { targetingKey: 'u-1' }, { origin });
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  }
});
