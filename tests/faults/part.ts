/** One process of the product, supervised as by systemd or Docker: when it ends, it is restarted. */
import { type Program, startProgram } from "../program/program.ts";

/** What to run: a file, its arguments, and additions to its environment. */
export interface Command {
  task: string;
  args?: string[];
  env?: Record<string, string>;
}

/** A command that is run once; then the usual one is run again. */
interface Turn {
  command: Command;
  started: PromiseWithResolvers<Program>;
}

/** A program that fails to start this many times in a row is broken, whatever the fault. */
const FAILED_STARTS_MAX = 20;
const READY = /(?:ready at|Working:) (.+)/;

export class Part {
  readonly #env: Record<string, string>;
  #command: Command;
  readonly #turns: Turn[] = [];
  /** The running process, or the next one. */
  #running = nextProgram();
  #stopped: Promise<void> | undefined;
  readonly #supervision: Promise<void>;

  constructor(readonly name: string, env: Record<string, string>, command: Command) {
    this.#env = env;
    this.#command = command;
    this.#supervision = this.#supervise();
  }

  async #supervise(): Promise<void> {
    for (let failures = 0; !this.#stopped;) {
      const { task, args, env } = this.#turns[0]?.command ?? this.#command;
      try {
        const program = await startProgram({ ...this.#env, ...env }, task, { args, ready: READY });
        failures = 0;
        this.#turns.shift()?.started.resolve(program);
        this.#running.resolve(program);
        await program.ended;
        this.#running = nextProgram();
      } catch (error) {
        // It ended before it was ready, for instance because a server is down: start it again.
        if (++failures === FAILED_STARTS_MAX) return this.#running.reject(error);
      }
    }
  }

  /** Resolves once a process is ready. @throws {Error} if it fails to start too often. */
  async ready(): Promise<void> {
    await this.#running.promise;
  }

  /** Ends the process as a crash would; resolves when it has been restarted and is ready. */
  async crash(): Promise<void> {
    await (await this.#running.promise).end("SIGKILL");
    await this.ready();
  }

  /** Suspends the process, without its noticing. */
  async freeze(): Promise<void> {
    Deno.kill((await this.#running.promise).pid, "SIGSTOP");
  }

  async thaw(): Promise<void> {
    Deno.kill((await this.#running.promise).pid, "SIGCONT");
  }

  /** Everything that the running process has printed. */
  async output(): Promise<string> {
    return (await this.#running.promise).output();
  }

  /** Runs another command from the next start on. */
  prepare(command: Command): void {
    this.#command = command;
  }

  /** Runs another command from now on; resolves when it is ready. */
  async replace(command: Command): Promise<void> {
    this.prepare(command);
    await (await this.#running.promise).end("SIGTERM");
    await this.ready();
  }

  /**
   * Runs each of these commands once, each until it ends or for at most `msMax`, and then the usual one again. Resolves
   * to the output of each, once the usual one is ready.
   */
  async runInTurn(commands: Command[], msMax: number): Promise<string[]> {
    const turns = commands.map((command) => ({ command, started: Promise.withResolvers<Program>() }));
    this.#turns.push(...turns);
    await (await this.#running.promise).end("SIGTERM");
    const outputs: string[] = [];
    for (const { started } of turns) {
      const program = await started.promise;
      const timer = setTimeout(() => program.end("SIGTERM"), msMax);
      await program.ended;
      clearTimeout(timer);
      outputs.push(program.output());
    }
    await this.ready();
    return outputs;
  }

  stop(): Promise<void> {
    return this.#stopped ??= this.#end();
  }

  async #end(): Promise<void> {
    const program = await this.#running.promise.catch(() => null);
    if (!program) return;
    // A frozen process reacts to nothing else.
    Deno.kill(program.pid, "SIGCONT");
    await program.end("SIGTERM");
    await this.#supervision;
  }
}

/** A promise whose rejection reaches those who await it, but is not unhandled if nobody does. */
function nextProgram(): PromiseWithResolvers<Program> {
  const next = Promise.withResolvers<Program>();
  next.promise.catch(() => {});
  return next;
}
