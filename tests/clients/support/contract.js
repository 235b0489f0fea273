// What OFREP allows an answer to be. Our own statement of it (contract.json) always holds; where OFREP_OPENAPI names a
// copy of the protocol's published document, that holds too.

import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const PATHS = {
  evaluateFlag: /\/ofrep\/v1\/evaluate\/flags\/[^/]+$/,
  evaluateFlagsBulk: /\/ofrep\/v1\/evaluate\/flags$/,
};

class Contract {
  #ajv = new Ajv({ strict: false, allErrors: true });
  #operations;
  #prefix;

  // `operations` names a shape for each status, `schemas` holds the shapes under `prefix`.
  constructor(name, operations, schemas, prefix) {
    addFormats(this.#ajv);
    this.#ajv.addSchema(schemas, 'contract');
    this.name = name;
    this.#operations = operations;
    this.#prefix = `contract#${prefix}`;
  }

  // The objections to an answer; none where it is as the protocol says, or the protocol is silent on such a request.
  objections({ method, path, status, headers, body }) {
    const [operation] = Object.entries(PATHS).find(([, pattern]) => pattern.test(path)) ?? [];
    if (method !== 'POST' || !operation) return [];
    const answer = this.#operations[operation][status];
    if (!answer) return [`${this.name}: ${operation} has no status ${status}`];
    const missing = (answer.headers ?? []).filter((header) => !headers.has(header));
    return [
      ...missing.map((header) => `${this.name}: ${operation} ${status} lacks the header ${header}`),
      ...(answer.body ? this.#objectionsToBody(answer.body, headers, body) : []),
      ...(status === 304 && body !== '' ? [`${this.name}: a 304 has a body: ${body}`] : []),
    ];
  }

  // The objections to a value as a shape.
  objectionsTo(value, shape) {
    const matches = this.#ajv.getSchema(this.#prefix + shape);
    if (matches(value)) return [];
    return [`${this.name}: no ${shape}: ${this.#ajv.errorsText(matches.errors)}: ${JSON.stringify(value)}`];
  }

  #objectionsToBody(shape, headers, body) {
    const type = headers.get('content-type') ?? 'nothing';
    if (!/^application\/json(;|$)/.test(type)) return [`${this.name}: JSON is due, and this is ${type}: ${body}`];
    try {
      return this.objectionsTo(JSON.parse(body), shape);
    } catch (error) {
      return [`${this.name}: ${error.message}: ${body}`];
    }
  }
}

function own() {
  const { operations, shapes } = JSON.parse(readFileSync(new URL('../contract.json', import.meta.url), 'utf8'));
  return new Contract('contract.json', operations, shapes, '/$defs/');
}

// How our shapes are called in the published document.
const PUBLISHED_NAMES = {
  evaluation: 'serverEvaluationSuccess',
  failure: 'evaluationFailure',
  unknownFlag: 'flagNotFound',
  bulk: 'bulkEvaluationSuccess',
  bulkFailure: 'bulkEvaluationFailure',
  generalError: 'generalErrorResponse',
  event: 'sseEventData',
};

class PublishedContract extends Contract {
  objectionsTo(value, shape) {
    return super.objectionsTo(value, PUBLISHED_NAMES[shape] ?? shape);
  }
}

function published(file) {
  const document = parse(readFileSync(file, 'utf8'));
  mend(document.components.schemas);
  const operations = {};
  for (const { post } of Object.values(document.paths)) {
    operations[post.operationId] = mapValues(post.responses, ({ content, headers }) => ({
      body: content?.['application/json'].schema.$ref.split('/').at(-1),
      headers: Object.keys(headers ?? {}).filter((header) => header.toLowerCase() === 'etag'),
    }));
  }
  return new PublishedContract(file, operations, document, '/components/schemas/');
}

// As it is published, a successful evaluation can never be exactly one of the six kinds it has to be one of: every
// integer is also a number, and the kind without a value does not say that it has none. Both are made to say what
// their descriptions do.
function mend(schemas) {
  schemas.floatFlag.properties.value.not = { type: 'integer' };
  schemas.codeDefaultFlag.not = { required: ['value'] };
}

const mapValues = (object, map) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));

export const contracts = [own(), ...(process.env.OFREP_OPENAPI ? [published(process.env.OFREP_OPENAPI)] : [])];
