/** Progress at the terminal: one line per step, with the time it took. */
export class Progress {
  readonly #startedAt = performance.now();

  /** Runs a step and prints it when it is done. */
  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const waiting = Deno.stdout.isTerminal() ? `  … ${what}` : "";
    write(waiting);
    try {
      const result = await work();
      write(`${clear(waiting)}  ✓ ${what} (${seconds(performance.now() - startedAt)})\n`);
      return result;
    } catch (error) {
      write(`${clear(waiting)}  ✗ ${what}\n`);
      throw error;
    }
  }

  /** The time since the start, such as "0.9 s". */
  elapsed(): string {
    return seconds(performance.now() - this.#startedAt);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function clear(line: string): string {
  return line && "\r\x1b[2K";
}

const encoder = new TextEncoder();

function write(text: string): void {
  if (text) Deno.stdout.writeSync(encoder.encode(text));
}
