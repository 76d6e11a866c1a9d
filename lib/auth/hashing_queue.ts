/** The queue of passwords to hash: each occupies a core for a while, which the rest of the program needs too. */
import { Unavailable } from "@/lib/errors.ts";

/** Calls wait for at most this long to begin; after that the sign-in is refused, which is better than a page that hangs. */
const WAIT_MS_MAX = 2_000;

/**
 * Returns a function that runs tasks one at a time, in the order of its calls. It throws {@link Unavailable} for a task
 * that cannot begin within `waitMsMax`, without running it.
 */
export function oneAtATime(waitMsMax = WAIT_MS_MAX): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting = new Set<() => void>();
  let isBusy = false;

  function turn(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const begin = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      waiting.delete(begin);
      reject(new Unavailable("too many passwords are waiting to be hashed", waitMsMax));
    }, waitMsMax);
    waiting.add(begin);
    return promise;
  }

  return async (task) => {
    if (isBusy) await turn();
    isBusy = true;
    try {
      return await task();
    } finally {
      const [next] = waiting;
      if (next) {
        // Still busy: a task that arrives now joins the end of the queue.
        waiting.delete(next);
        next();
      } else {
        isBusy = false;
      }
    }
  };
}
