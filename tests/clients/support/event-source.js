// Gives Node 20 the event source that browsers have, and says on stderr when it is connected.

import { EventSource } from 'eventsource';

globalThis.EventSource = class extends EventSource {
  constructor(url) {
    super(url);
    this.addEventListener('open', () => console.error('connected'));
  }
};
