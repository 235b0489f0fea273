// The flag of new-checkout.yaml for two evaluators that run in Node. Each says the same rules in its own words; who is
// inside a percentage differs, since each has its own hash.

import { createInstance } from "@featurevisor/sdk";
import { FlagdCore } from "@openfeature/flagd-core";

const KEY = "new-checkout";
const EMPLOYEES = "@example.com";
const NORTH_AMERICA = ["US", "CA"];
const PINNED = ["u-123", "u-456"];

function featurevisor() {
  const served = (key, segments, percentage) => ({ key, segments, percentage, allocation: [] });
  const datafile = {
    schemaVersion: "2",
    revision: "1",
    segments: {
      employees: { conditions: [{ attribute: "email", operator: "endsWith", value: EMPLOYEES }] },
      premium: {
        conditions: [
          { attribute: "plan", operator: "equals", value: "premium" },
          { attribute: "country", operator: "in", value: NORTH_AMERICA },
          { attribute: "age", operator: "greaterThanOrEquals", value: 18 },
        ],
      },
    },
    features: {
      [KEY]: {
        key: KEY,
        bucketBy: "user_id",
        force: [{ conditions: [{ attribute: "user_id", operator: "in", value: PINNED }], enabled: true }],
        traffic: [
          served("employees", ["employees"], 100000),
          served("premium in North America", ["premium"], 25000),
          served("everyone", "*", 10000),
        ],
      },
    },
  };
  const sdk = createInstance({ datafile, logLevel: "fatal" });
  return (context) => {
    const { enabled, reason, ruleKey, bucketValue } = sdk.evaluateFlag(KEY, context);
    return { key: KEY, value: enabled, reason, rule: ruleKey, bucket: bucketValue };
  };
}

function flagd() {
  const inside = (percent) => ({ fractional: [["true", percent], ["false", 100 - percent]] });
  const targeting = {
    if: [
      { in: [{ var: "user_id" }, PINNED] },
      "true",
      { ends_with: [{ var: "email" }, EMPLOYEES] },
      "true",
      {
        and: [
          { "==": [{ var: "plan" }, "premium"] },
          { in: [{ var: "country" }, NORTH_AMERICA] },
          { ">=": [{ var: "age" }, 18] },
        ],
      },
      inside(25),
      inside(10),
    ],
  };
  const flag = { state: "ENABLED", variants: { true: true, false: false }, defaultVariant: "false", targeting };
  const core = new FlagdCore();
  core.setConfigurations(JSON.stringify({ flags: { [KEY]: flag } }));
  return (context) => {
    context.targetingKey = context.user_id;
    const { value, variant, reason } = core.resolveBooleanEvaluation(KEY, false, context);
    return { key: KEY, variant, value, reason };
  };
}

/** Only `JSON.parse`, and nothing to print. */
const parsing = () => () => undefined;

export const evaluators = { parsing, featurevisor, flagd };
