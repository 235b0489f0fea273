// A running `ffctl serve`, for as long as a test takes.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ENVIRONMENT, PROGRAM, Project } from './project.js';

export class Server {
  // Serves a project, by default a copy of our own flags for production, on a port that is free.
  static async start(t, { project, args = ['--env', 'production'], listen = '127.0.0.1:0' } = {}) {
    const served = project ?? (await Project.copy(t));
    const child = spawn(PROGRAM, ['serve', '--listen', listen, ...args], {
      cwd: served.folder,
      env: ENVIRONMENT,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const server = new Server(served, child);
    t.after(() => server.stop());
    server.url = await server.#address();
    return server;
  }

  #log = [];

  constructor(project, child) {
    this.project = project;
    this.child = child;
    this.ended = once(child, 'exit');
  }

  // Ends the server as an operator would; it has to end well, whoever is still connected.
  async stop() {
    this.child.kill('SIGTERM');
    const [status, signal] = await this.ended;
    assert.deepEqual({ status, signal }, { status: 0, signal: null }, this.#log.join('\n'));
  }

  async #address() {
    const lines = createInterface({ input: this.child.stderr });
    const found = new Promise((resolve) => {
      lines.on('line', (line) => {
        this.#log.push(line);
        const [address] = /\b127\.0\.0\.1:\d+/.exec(line) ?? [];
        if (address) resolve(`http://${address}`);
      });
    });
    const gone = this.ended.then(() => Promise.reject(new Error(`ffctl serve ended:\n${this.#log.join('\n')}`)));
    return Promise.race([found, gone]);
  }
}
