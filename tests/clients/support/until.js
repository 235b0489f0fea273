// Waiting for what another process does; the test's own time limit ends what never comes.

import { setTimeout as pause } from 'node:timers/promises';

// Asks again and again until the answer passes, and gives it.
export async function until({ signal }, passes, ask) {
  for (;;) {
    const answer = await ask();
    if (passes(answer)) return answer;
    await pause(5, undefined, { signal });
  }
}
