/** The thread of an audience: see `thread.ts`. */
import { Audience } from "./audience.ts";
import type { Answer, Question } from "./thread.ts";

let audience: Audience | undefined;

async function answer(question: Question): Promise<Answer> {
  try {
    if (question.ask === "open") audience = await Audience.open(question.options);
    else if (question.ask === "expect") audience?.expect(question.goal);
    else if (question.ask === "heard") return { heard: await audience?.heard(question.deadlineMs) };
    else audience?.close();
    return {};
  } catch (error) {
    return { error: String(error) };
  }
}

globalThis.addEventListener("message", async ({ data }: MessageEvent<Question>) => {
  globalThis.postMessage(await answer(data));
});
