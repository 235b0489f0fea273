// The web provider, as a page uses it: all flags at once for one user, and word when they change.

import assert from 'node:assert/strict';
import { frontend } from './support/providers.js';
import { Server } from './support/server.js';
import { test } from './support/testing.js';
import { until } from './support/until.js';
import { Wire, connected } from './support/wire.js';

const ADA = { targetingKey: 'u-always' };

// Waits for the provider to say that flags changed, and gives their keys.
const changes = (client) =>
  new Promise((resolve) => {
    const told = ({ flagsChanged }) => {
      client.removeHandler('PROVIDER_CONFIGURATION_CHANGED', told);
      resolve(flagsChanged);
    };
    client.addHandler('PROVIDER_CONFIGURATION_CHANGED', told);
  });

const statuses = (wire) => wire.answers('/flags').map(({ status }) => status);

test('a page gets all flags in one answer', async (t) => {
  const { url } = await Server.start(t);
  const wire = new Wire(t);
  const client = await frontend(t, wire, url, ADA, { changeDetection: 'none' });
  assert.equal(client.getBooleanValue('checkout', false), true);
  assert.equal(client.getNumberValue('price-factor', 0), 0.85);
  assert.equal(client.getBooleanDetails('search.v2', true).reason, 'DISABLED');
  assert.deepEqual(statuses(wire), [200]);
});

test('polling costs a 304 without a body as long as nothing changes', async (t) => {
  const { url } = await Server.start(t);
  const wire = new Wire(t);
  await frontend(t, wire, url, ADA, { pollInterval: 20, changeDetection: 'polling' });
  await until(t, (answers) => answers.length >= 4, () => wire.answers('/flags'));
  const [first, ...polls] = wire.answers('/flags');
  assert.equal(first.status, 200);
  for (const poll of polls) {
    assert.equal(poll.sent.get('if-none-match'), first.headers.get('etag'));
    assert.deepEqual([poll.status, poll.body], [304, '']);
    assert.equal(poll.headers.get('etag'), first.headers.get('etag'));
  }
});

test('a kill switch reaches a page that polls', async (t) => {
  const { url, project } = await Server.start(t);
  const wire = new Wire(t);
  const client = await frontend(t, wire, url, ADA, { pollInterval: 20, changeDetection: 'polling' });
  assert.equal(client.getBooleanValue('card-payments', false), true);
  const changed = changes(client);
  await project.ffctl('disable', 'card-payments', '--yes');
  assert.deepEqual(await changed, ['card-payments']);
  const { value, reason } = client.getBooleanDetails('card-payments', true);
  assert.deepEqual({ value, reason }, { value: false, reason: 'DISABLED' });
  assert.deepEqual(new Set(statuses(wire)), new Set([200, 304]));
});

test('an event tells a page that flags changed; it does not poll', async (t) => {
  const { url, project } = await Server.start(t);
  const wire = new Wire(t);
  const sources = wire.provideEvents(t);
  const client = await frontend(t, wire, url, ADA);
  assert.equal(sources.length, 1, 'the bulk answer names one stream');
  await connected(sources[0]);
  const changed = changes(client);
  const saved = performance.now();
  await project.ffctl('disable', 'card-payments', '--yes');
  assert.deepEqual(await changed, ['card-payments']);
  t.diagnostic(`told after ${Math.round(performance.now() - saved)} ms`);
  assert.equal(client.getBooleanValue('card-payments', true), false);

  // As it begins to listen it may ask once more, and has everything already.
  assert.deepEqual(statuses(wire).filter((status) => status !== 304), [200, 200]);
  const refetch = wire.answers('/flags').at(-1);
  assert.equal(refetch.status, 200);
  assert.ok(wire.answers('/flags').length <= 3, 'it does not poll');
  assert.ok(refetch.query.get('flagConfigEtag'), 'the event names the edition of the flags');
});

test('another user on the same page gets their own answers', async (t) => {
  const { url } = await Server.start(t);
  const wire = new Wire(t);
  const client = await frontend(t, wire, url, ADA, { changeDetection: 'none' });
  assert.equal(client.getBooleanValue('checkout', false), true);
  await client.setContext({ targetingKey: 'u-never' });
  assert.equal(client.getBooleanValue('checkout', true), false);
  await client.setContext({ targetingKey: 'u-never', plan: 'team' });
  assert.equal(client.getObjectValue('limits', {}).per_minute, 600);
  const tags = wire.answers('/flags').map(({ headers }) => headers.get('etag'));
  assert.equal(new Set(tags).size, 3, 'a tag for each context');
  assert.deepEqual(statuses(wire), [200, 200, 200]);
});

test('a page outlives a restart of the server, and is told what it missed', async (t) => {
  const first = await Server.start(t);
  const { url, project } = first;
  const wire = new Wire(t);
  const sources = wire.provideEvents(t);
  const client = await frontend(t, wire, url, ADA);
  await connected(sources[0]);
  const told = changes(client);
  await project.replace('price-factor.yaml', 'sale: 0.85', 'sale: 0.5');
  await told;

  const changed = changes(client);
  await first.stop();
  await project.ffctl('disable', 'card-payments', '--yes');
  await Server.start(t, { project, listen: new URL(url).host });
  assert.deepEqual(await changed, ['card-payments']);
  assert.ok(wire.answers('/events').at(-1).sent.get('last-event-id'), 'the page says which event it heard last');
  assert.equal(sources.length, 1, 'the stream came back by itself');
});
