// What goes over the wire: each answer of the server is kept for the test to look at, and held to the contract.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { EventSource } from 'eventsource';
import { contracts } from './contract.js';

export class Wire {
  exchanges = [];
  #objections = [];

  constructor(t) {
    t.after(() => assert.deepEqual(this.#objections, [], 'every answer is as OFREP says'));
  }

  // `fetch`, for providers to use in place of the global one.
  fetch = async (input, init) => {
    const request = new Request(input, init);
    const response = await fetch(request);
    const exchange = {
      method: request.method,
      path: new URL(request.url).pathname,
      query: new URL(request.url).searchParams,
      sent: request.headers,
      status: response.status,
      headers: response.headers,
      body: isStream(response) ? '' : await response.clone().text(),
    };
    this.exchanges.push(exchange);
    this.#objections.push(...contracts.flatMap((contract) => contract.objections(exchange)));
    return response;
  };

  // An event source as browsers have it; the data of its events is held to the contract too.
  events(url, headers = {}) {
    const source = new EventSource(url, {
      fetch: (address, init) => this.fetch(address, { ...init, headers: { ...init.headers, ...headers } }),
    });
    source.addEventListener('message', ({ data }) => {
      this.#objections.push(...contracts.flatMap((contract) => contract.objectionsTo(JSON.parse(data), 'event')));
    });
    return source;
  }

  // Node 20 has no event source: for as long as the test takes, this one is the global that the web provider looks for.
  provideEvents(t) {
    const wire = this;
    const sources = [];
    globalThis.EventSource = function (url) {
      sources.push(wire.events(url));
      return sources.at(-1);
    };
    t.after(() => {
      sources.forEach((source) => source.close());
      delete globalThis.EventSource;
    });
    return sources;
  }

  // The answers given so far to requests whose path ends so.
  answers(end) {
    return this.exchanges.filter(({ path }) => path.endsWith(end));
  }
}

// Waits until an event source is connected: what changes before that, it is not told.
export async function connected(source) {
  if (source.readyState !== EventSource.OPEN) await once(source, 'open');
}

const isStream = (response) => /^text\/event-stream/.test(response.headers.get('content-type') ?? '');
