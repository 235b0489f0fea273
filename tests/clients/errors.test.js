// What an application is told when a flag cannot be answered: its own default, and why.

import assert from 'node:assert/strict';
import { backend, frontend } from './support/providers.js';
import { Server } from './support/server.js';
import { test } from './support/testing.js';
import { Wire } from './support/wire.js';

const KINDS = {
  'the server provider': (t, wire, url) => backend(t, wire, url),
  'the web provider': (t, wire, url) => frontend(t, wire, url, {}, { changeDetection: 'none' }),
};

const told = ({ value, reason, errorCode }) => [value, reason, errorCode];

for (const [kind, open] of Object.entries(KINDS)) {
  test(`${kind} gives the default for a flag that does not exist`, async (t) => {
    const client = await open(t, new Wire(t), (await Server.start(t)).url);
    assert.deepEqual(told(await client.getStringDetails('chekout', 'mine')), ['mine', 'ERROR', 'FLAG_NOT_FOUND']);
  });

  test(`${kind} gives the default for a draw without a targeting key, and the other flags as ever`, async (t) => {
    const client = await open(t, new Wire(t), (await Server.start(t)).url);
    assert.deepEqual(told(await client.getBooleanDetails('checkout', true)), [true, 'ERROR', 'TARGETING_KEY_MISSING']);
    assert.equal(await client.getNumberValue('price-factor', 0), 0.85);
  });

  test(`${kind} gives the default for a flag of another type`, async (t) => {
    const client = await open(t, new Wire(t), (await Server.start(t)).url);
    assert.deepEqual(told(await client.getBooleanDetails('page-size', true)), [true, 'ERROR', 'TYPE_MISMATCH']);
  });
}

test('an unknown flag is answered with the nearest one there is', async (t) => {
  const client = await backend(t, new Wire(t), (await Server.start(t)).url);
  const { errorMessage } = await client.getBooleanDetails('chekout', false);
  assert.match(errorMessage, /checkout/);
});
