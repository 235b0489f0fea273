// node job.mjs EVALUATOR CONTEXTS THREADS: evaluates a flag for each line of a file, and prints answers to /dev/null.
//
// Each thread has a part of the file to itself, and nothing is put in order: that is less than ffctl does. The last line
// on standard output is how many got true.

import fs from "node:fs";
import { Worker, isMainThread, workerData, parentPort } from "node:worker_threads";
import { evaluators } from "./evaluators.mjs";

const PIECE = 1 << 20;

/** Cuts a file into parts of whole lines. */
function parts(path, number) {
  const file = fs.openSync(path);
  const size = fs.fstatSync(file).size;
  const starts = [0];
  for (let n = 1; n < number; n++) {
    const bytes = Buffer.alloc(PIECE);
    const from = Math.floor((size * n) / number);
    fs.readSync(file, bytes, 0, PIECE, from);
    starts.push(from + bytes.indexOf(10) + 1);
  }
  fs.closeSync(file);
  return starts.map((start, n) => ({ start, end: starts[n + 1] ?? size }));
}

function work({ name, path, start, end }) {
  const evaluate = evaluators[name]();
  const [input, output] = [fs.openSync(path), fs.openSync("/dev/null", "w")];
  const bytes = Buffer.alloc(PIECE);
  let [held, admitted] = ["", 0];
  for (let at = start; at < end; ) {
    const read = fs.readSync(input, bytes, 0, Math.min(PIECE, end - at), at);
    at += read;
    // The contexts of this benchmark are ASCII: no character is cut in two.
    const lines = (held + bytes.latin1Slice(0, read)).split("\n");
    held = lines.pop();
    let answers = "";
    for (const line of lines) {
      const answer = evaluate(JSON.parse(line));
      if (answer === undefined) continue;
      if (answer.value) admitted++;
      answers += JSON.stringify(answer) + "\n";
    }
    if (answers) fs.writeSync(output, answers);
  }
  return admitted;
}

if (isMainThread) {
  const [name, path, threads] = process.argv.slice(2);
  const jobs = parts(path, Number(threads)).map((part) => ({ name, path, ...part }));
  const run = (workerData) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url), { workerData });
      worker.on("message", resolve).on("error", reject);
    });
  const admitted = jobs.length === 1 ? [work(jobs[0])] : await Promise.all(jobs.map(run));
  console.log(admitted.reduce((a, b) => a + b));
} else {
  parentPort.postMessage(work(workerData));
}
