// The providers as applications set them up, each under a name of its own, so that tests do not share them.

import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature as Backend } from '@openfeature/server-sdk';
import { OpenFeature as Frontend } from '@openfeature/web-sdk';
import { randomUUID } from 'node:crypto';

export const bearer = (token) => ['Authorization', `Bearer ${token}`];
export const apiKey = (token) => ['X-API-Key', token];

// A client of the server SDK.
export async function backend(t, wire, baseUrl, headers = []) {
  const domain = randomUUID();
  const provider = new OFREPProvider({ baseUrl, headers, fetchImplementation: wire.fetch });
  await Backend.setProviderAndWait(domain, provider);
  return Object.assign(Backend.getClient(domain), { provider });
}

// A client of the web SDK for one user, with `context` to make it another's.
export async function frontend(t, wire, baseUrl, context, options = {}) {
  const domain = randomUUID();
  const provider = new OFREPWebProvider({
    baseUrl,
    fetchImplementation: wire.fetch,
    cacheMode: 'network-first',
    ...options,
  });
  t.after(() => provider.onClose());
  await Frontend.setProviderAndWait(domain, provider, context);
  const setContext = (changed) => Frontend.setContext(domain, changed);
  return Object.assign(Frontend.getClient(domain), { provider, setContext });
}

// The details of a flag, asked for by the type its value has; the default is one that no flag has.
export function details(client, key, value, context) {
  switch (typeof value) {
    case 'boolean':
      return client.getBooleanDetails(key, !value, context);
    case 'string':
      return client.getStringDetails(key, 'the default in the code', context);
    case 'number':
      return client.getNumberDetails(key, -1, context);
    default:
      return client.getObjectDetails(key, { default: 'in the code' }, context);
  }
}
