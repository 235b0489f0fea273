// The contract can tell a right answer from a wrong one; what is right must not depend on who wrote it down.

import assert from 'node:assert/strict';
import { contracts } from './support/contract.js';
import { test } from './support/testing.js';

const flag = { key: 'checkout', value: true, reason: 'SPLIT', variant: 'true' };
const failure = { key: 'checkout', errorCode: 'TARGETING_KEY_MISSING' };

const RIGHT = [
  ['evaluation', flag],
  ['evaluation', { ...flag, value: 'Free delivery' }],
  ['evaluation', { ...flag, value: 20 }],
  ['evaluation', { ...flag, value: 0.85 }],
  ['evaluation', { ...flag, value: { per_minute: 60, retries: [] } }],
  ['evaluation', { ...flag, reason: 'UNKNOWN', metadata: { reason: 'DEFAULT', step: 1, on: true } }],
  ['evaluation', { key: 'checkout', reason: 'STATIC' }],
  ['failure', { ...failure, errorDetails: 'a draw needs an id' }],
  ['unknownFlag', { key: 'chekout', errorCode: 'FLAG_NOT_FOUND', errorDetails: 'did you mean checkout?' }],
  ['bulk', { flags: [flag, failure], metadata: { digest: 'abc' } }],
  ['bulk', { flags: [], eventStreams: [{ type: 'sse', url: 'http://127.0.0.1:8016/ofrep/v1/events' }] }],
  ['bulk', { flags: [], eventStreams: [{ type: 'sse', endpoint: { requestUri: '/ofrep/v1/events' } }] }],
  ['bulkFailure', { errorCode: 'INVALID_CONTEXT', errorDetails: 'not an object' }],
  ['generalError', { errorDetails: 'the disk is gone' }],
  ['event', { type: 'refetchEvaluation', etag: '"abc"', lastModified: 1771622898 }],
  ['event', { type: 'refetchEvaluation', lastModified: '2026-11-21T08:00:00Z' }],
];

const WRONG = [
  ['evaluation', { value: true, reason: 'SPLIT' }],
  ['evaluation', { key: 'checkout', value: true }],
  ['evaluation', { ...flag, reason: 'DEFAULT' }],
  ['evaluation', { ...flag, value: null }],
  ['evaluation', { ...flag, value: [1] }],
  ['evaluation', { ...flag, variant: true }],
  ['evaluation', { ...flag, metadata: { rule: { index: 0 } } }],
  ['failure', { errorCode: 'GENERAL' }],
  ['failure', { ...failure, errorCode: 'FLAG_NOT_FOUND' }],
  ['failure', { ...failure, errorDetails: null }],
  ['unknownFlag', { key: 'checkout', errorCode: 'GENERAL' }],
  ['bulk', { metadata: {} }],
  ['bulk', { flags: [{ ...flag, reason: 'DEFAULT' }] }],
  ['bulk', { flags: [{ ...flag, ...failure }] }],
  ['bulk', { flags: [], eventStreams: [{ type: 'sse' }] }],
  ['bulk', { flags: [], eventStreams: [{ type: 'sse', url: 'http://a.b/', endpoint: { requestUri: '/' } }] }],
  ['bulk', { flags: [], eventStreams: [{ type: 'sse', endpoint: { requestUri: 'ofrep' } }] }],
  ['bulk', { flags: [], eventStreams: [{ type: 'sse', url: 'http://a.b/', inactivityDelaySec: 0 }] }],
  ['bulkFailure', { errorDetails: 'why' }],
  ['generalError', { errorDetails: 500 }],
  ['event', { etag: '"abc"' }],
  ['event', { type: 'refetchEvaluation', lastModified: 'yesterday' }],
  ['event', { type: 'refetchEvaluation', lastModified: -1 }],
];

for (const contract of contracts) {
  test(`${contract.name} takes every right answer`, () => {
    assert.deepEqual(RIGHT.flatMap(([shape, value]) => contract.objectionsTo(value, shape)), []);
  });

  test(`${contract.name} objects to every wrong one`, () => {
    const passed = WRONG.filter(([shape, value]) => contract.objectionsTo(value, shape).length === 0);
    assert.deepEqual(passed, []);
  });

  test(`${contract.name} objects to the wrong status, headers and bodies`, () => {
    const bulk = { method: 'POST', path: '/environments/staging/ofrep/v1/evaluate/flags', headers: new Headers() };
    const untagged = new Headers({ 'content-type': 'application/json' });
    const json = new Headers({ 'content-type': 'application/json', etag: '"abc"' });
    const objections = (answer) => contract.objections({ ...bulk, ...answer }).length;
    assert.equal(objections({ status: 200, headers: json, body: '{"flags":[]}' }), 0);
    assert.equal(objections({ status: 304, body: '' }), 0);
    assert.notEqual(objections({ status: 200, headers: untagged, body: '{"flags":[]}' }), 0);
    assert.notEqual(objections({ status: 404, headers: json, body: '{"errorCode":"GENERAL"}' }), 0);
    assert.notEqual(objections({ status: 304, body: '{}' }), 0);
    assert.notEqual(objections({ status: 200, headers: json, body: 'OK' }), 0);
    assert.equal(objections({ method: 'OPTIONS', status: 204, body: '' }), 0);
  });
}
