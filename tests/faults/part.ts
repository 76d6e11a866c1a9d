/** One process of the product, supervised as systemd or Docker would: when it ends, it is started again. */
import { type Program, startProgram } from "../program/program.ts";

/** What to run: a file, its arguments, and what is particular about its environment. */
export interface Command {
  task: string;
  args?: string[];
  env?: Record<string, string>;
}

/** A command that is run once, before the usual one again. */
interface Turn {
  command: Command;
  started: PromiseWithResolvers<Program>;
}

/** A program that never gets ready this often in a row is broken, whatever fault there is. */
const FAILED_STARTS_MAX = 20;
const READY = /(?:ready at|Working:) (.+)/;

export class Part {
  readonly #env: Record<string, string>;
  #command: Command;
  readonly #turns: Turn[] = [];
  /** The process that runs, or the next one that will. */
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
        // It ended before it was ready, such as while a server is away: as often as it takes.
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

  /** All that the process which runs has written. */
  async output(): Promise<string> {
    return (await this.#running.promise).output();
  }

  /** Runs another program in its place from the next start on. */
  prepare(command: Command): void {
    this.#command = command;
  }

  /** Runs another program in its place from now on; answers when that is ready. */
  async replace(command: Command): Promise<void> {
    this.prepare(command);
    await (await this.#running.promise).end("SIGTERM");
    await this.ready();
  }

  /**
   * Runs each of these in its place once, the next one when it has ended by itself or after `patienceMs`, and then what
   * it usually runs again. Answers when that is ready, with all that each has written.
   */
  async runInTurn(commands: Command[], patienceMs: number): Promise<string[]> {
    const turns = commands.map((command) => ({ command, started: Promise.withResolvers<Program>() }));
    this.#turns.push(...turns);
    await (await this.#running.promise).end("SIGTERM");
    const outputs: string[] = [];
    for (const { started } of turns) {
      const program = await started.promise;
      const timer = setTimeout(() => program.end("SIGTERM"), patienceMs);
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
    // One that is frozen hears nothing else.
    Deno.kill(program.pid, "SIGCONT");
    await program.end("SIGTERM");
    await this.#supervision;
  }
}

/** Whoever waits for a program that never gets ready hears of it, and nobody else is ended by it. */
function nextProgram(): PromiseWithResolvers<Program> {
  const next = Promise.withResolvers<Program>();
  next.promise.catch(() => {});
  return next;
}
