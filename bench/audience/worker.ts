/** The thread of an audience: see `thread.ts`. */
import { Audience } from "./audience.ts";
import type { Command, Reply } from "./thread.ts";

let audience: Audience | undefined;

async function run(command: Command): Promise<Reply> {
  try {
    if (command.do === "open") audience = await Audience.open(command.options);
    else if (command.do === "expect") audience?.expect(command.goal);
    else if (command.do === "received") return { received: await audience?.received(command.deadlineMs) };
    else audience?.close();
    return {};
  } catch (error) {
    return { error: String(error) };
  }
}

globalThis.addEventListener("message", async ({ data }: MessageEvent<Command>) => {
  globalThis.postMessage(await run(data));
});
