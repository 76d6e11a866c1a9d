/** One process of the product, supervised as systemd or Docker would: when it ends, it is started again. */
import { type Program, startProgram } from "../program/program.ts";

/** What to run: a file, its arguments, and what is particular about its environment. */
export interface Command {
  task: string;
  args?: string[];
  env?: Record<string, string>;
}

/** A program that never gets ready this often in a row is broken, whatever fault there is. */
const FAILED_STARTS_MAX = 20;
const READY = /(?:ready at|Working:) (.+)/;

export class Part {
  readonly #env: Record<string, string>;
  #command: Command;
  /** The process that runs, or the next one that will. */
  #running = Promise.withResolvers<Program>();
  #stopping = false;
  readonly #supervision: Promise<void>;

  constructor(readonly name: string, env: Record<string, string>, command: Command) {
    this.#env = env;
    this.#command = command;
    this.#supervision = this.#supervise();
  }

  async #supervise(): Promise<void> {
    for (let failures = 0; !this.#stopping;) {
      const { task, args, env } = this.#command;
      try {
        const program = await startProgram({ ...this.#env, ...env }, task, { args, ready: READY });
        failures = 0;
        this.#running.resolve(program);
        await program.ended;
        this.#running = Promise.withResolvers();
      } catch (error) {
        // It ended before it was ready, by a crash point or while a server is away: as often as it takes.
        if (++failures === FAILED_STARTS_MAX) return this.#running.reject(error);
      }
    }
  }

  /** Settles once a process is ready. */
  async ready(): Promise<void> {
    await this.#running.promise;
  }

  /** Ends it as a crash would; answers when it has been started again and is ready. */
  async crash(): Promise<void> {
    await (await this.#running.promise).end("SIGKILL");
    await this.ready();
  }

  /** Stops it where it is, without its knowing. */
  async freeze(): Promise<void> {
    Deno.kill((await this.#running.promise).pid, "SIGSTOP");
  }

  async thaw(): Promise<void> {
    Deno.kill((await this.#running.promise).pid, "SIGCONT");
  }

  /** Runs another program in its place from now on; answers when that is ready. */
  async replace(command: Command): Promise<void> {
    this.#command = command;
    await (await this.#running.promise).end("SIGTERM");
    await this.ready();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await (await this.#running.promise).end("SIGTERM");
    await this.#supervision;
  }
}
