// Tests that wait for what another process does.

import * as node from 'node:test';

// What never comes ends the test that waits for it, by name, and not the whole run.
const LONG_ENOUGH = 120_000;

export const { describe } = node;

export function test(name, run) {
  return node.test(name, { timeout: LONG_ENOUGH }, async (t) => {
    const cleanups = [];
    t.after(() => cleanUp(cleanups));
    const after = (cleanup) => cleanups.push(cleanup);
    await run({ after, signal: t.signal, diagnostic: (line) => t.diagnostic(line) });
  });
}

// The last first, and each, whatever becomes of another: what is left running keeps the whole run from ending.
async function cleanUp(cleanups) {
  const failures = [];
  for (const cleanup of cleanups.reverse()) {
    try {
      await cleanup();
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures);
}
