// node bench.mjs CONTEXTS [FFCTL]: the same contexts through ffctl and through two evaluators in Node, in turn.
//
// Each figure is the least of all rounds, from the start of the process to its end. See README.md beside this file.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const ROUNDS = 5;
const here = import.meta.dirname;
const [contexts, ffctl = path.join(here, "../../target/release/ffctl")] = process.argv.slice(2);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ffctl-bench-"));
fs.mkdirSync(path.join(folder, "flags"));
fs.copyFileSync(path.join(here, "new-checkout.yaml"), path.join(folder, "flags", "new-checkout.yaml"));

const job = (name, threads) => [process.execPath, path.join(here, "job.mjs"), name, contexts, threads];
const evaluate = [ffctl, "eval", "new-checkout", "--contexts", contexts, "--flags-dir", path.join(folder, "flags")];
const cores = String(os.availableParallelism());
const cases = [
  ["ffctl eval --contexts", evaluate],
  [`Node, JSON.parse alone, ${cores} threads`, job("parsing", cores)],
  [`Node, Featurevisor, ${cores} threads`, job("featurevisor", cores)],
  [`Node, flagd-core, ${cores} threads`, job("flagd", cores)],
  ["Node, Featurevisor, 1 thread", job("featurevisor", "1")],
  ["Node, flagd-core, 1 thread", job("flagd", "1")],
];

function time([program, ...words]) {
  const stdout = program === ffctl ? "ignore" : "pipe";
  const start = process.hrtime.bigint();
  const { status, stdout: printed } = spawnSync(program, words, { stdio: ["ignore", stdout, "inherit"] });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${program} ${words.join(" ")}: exit ${status}`);
  return { milliseconds, admitted: printed ? Number(printed.toString()) : undefined };
}

try {
  const summary = spawnSync(ffctl, [...evaluate.slice(1), "--summary", "--format", "json"]).stdout;
  const admitted = JSON.parse(summary).flags[0].variants.find(({ variant }) => variant === "true").count;
  const rounds = Array.from({ length: ROUNDS }, () => cases.map(([, command]) => time(command)));
  const least = cases.map((_, n) => Math.min(...rounds.map((times) => times[n].milliseconds)));
  console.log(`${"".padEnd(34)}     least  against ffctl  got true`);
  cases.forEach(([name], n) => {
    const ratio = (least[n] / least[0]).toFixed(1).padStart(9);
    const got = n === 0 ? admitted : rounds[0][n].admitted || "-";
    console.log(`${name.padEnd(34)} ${least[n].toFixed(0).padStart(6)} ms  ${ratio} ×    ${String(got).padStart(8)}`);
  });
} finally {
  fs.rmSync(folder, { recursive: true });
}
