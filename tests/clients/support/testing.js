// Tests that wait for what another process does: what never comes ends the test by name, and not the whole run.

import * as node from 'node:test';

const LONG_ENOUGH = 120_000;

export const { describe } = node;

export function test(name, run) {
  return node.test(name, { timeout: LONG_ENOUGH }, run);
}
