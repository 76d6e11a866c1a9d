/**
 * One event stream for all tabs of a browser. Under HTTP/1.1 a browser opens at most six connections to a host, and a
 * stream occupies one for as long as it is open. The tab that holds a stream's Web Lock reads the stream and passes
 * each event on; when that tab closes, crashes or is hidden, the lock goes to the next, which opens the stream again.
 */

/** Wait between attempts to reconnect once the browser has given up. */
const RETRY_MS = 2_000;

export interface StreamEvent {
  name: string;
  /** JSON */
  data: string;
  id: string;
}

export interface SharedStreamOptions {
  url: string;
  /** The names of the stream's events. The first event of a stream contains the whole state. */
  names: string[];
  /** The name of the event that says there is nothing left to follow. */
  end?: string;
  /** Returns whether this tab now knows the state; false after a gap, so that the whole state is sent again. */
  onEvent(event: StreamEvent): boolean;
  /** Whether this tab's state is current. */
  onLive?(isLive: boolean): void;
}

/** Sent to the other tabs by the one that reads the stream; they ask it for the whole state by sending null. */
interface StreamUpdate {
  isLive: boolean;
  event?: StreamEvent;
}

/**
 * Follows a stream until the returned function is called, while the page is visible. Without Web Locks, as with plain
 * HTTP on a host other than localhost, each tab reads its own stream.
 */
export function shareStream(options: SharedStreamOptions): () => void {
  const stopped = new AbortController();
  const { signal } = stopped;
  let presence = new AbortController();
  const leave = () => {
    presence.abort();
    options.onLive?.(false);
  };
  const enter = () => {
    leave();
    presence = new AbortController();
    if (!document.hidden) join(options, presence.signal);
  };
  document.addEventListener("visibilitychange", enter, { signal });
  addEventListener("offline", leave, { signal });
  addEventListener("online", enter, { signal });
  signal.addEventListener("abort", leave);
  enter();
  return () => stopped.abort();
}

/**
 * Takes part until the signal is aborted: listens to the tab that reads the stream, and becomes that tab when its turn
 * comes.
 */
function join(options: SharedStreamOptions, left: AbortSignal): void {
  const { url, onEvent, onLive } = options;
  const locks = navigator.locks as LockManager | undefined;
  let channel = locks && new BroadcastChannel(url);
  let isKnown = false;
  let startAgain = () => channel!.postMessage(null);

  const receive = ({ isLive, event }: StreamUpdate) => {
    if (event) isKnown = onEvent(event);
    if (left.aborted) return;
    onLive?.(isLive && isKnown);
    if (event && !isKnown) startAgain();
  };
  const read = () => {
    startAgain = openStream(options, left, (update) => {
      // The others first: this event may make this tab leave.
      channel?.postMessage(update);
      receive(update);
    });
    if (channel) channel.onmessage = startAgain;
  };

  if (!channel) return read();
  channel.onmessage = ({ data }: MessageEvent<StreamUpdate | null>) => data && receive(data);
  left.addEventListener("abort", () => channel?.close());
  startAgain();
  locks!.request(url, { signal: left }, () => {
    // Granted just as this tab left: no event would release the lock, and the other tabs could never read.
    if (left.aborted) return;
    read();
    return new Promise((release) => left.addEventListener("abort", release));
  }).catch(() => {
    if (left.aborted) return;
    // A browser that blocks the site's storage refuses locks too.
    channel?.close();
    channel = undefined;
    read();
  });
}

/**
 * Reads a stream until the signal is aborted. The returned function reopens it, to get another event with the whole
 * state, unless the first one is still to come.
 */
function openStream(
  { url, names, end }: SharedStreamOptions,
  left: AbortSignal,
  report: (update: StreamUpdate) => void,
): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let hasBegun: boolean;
  const close = () => {
    clearTimeout(retry);
    source?.close();
  };
  const open = () => {
    close();
    hasBegun = false;
    const opened = source = new EventSource(url);
    for (const name of end ? [...names, end] : names) {
      opened.addEventListener(name, ({ data, lastEventId: id }) => {
        hasBegun = true;
        report({ isLive: true, event: { name, data, id } });
      });
    }
    // After a lost connection the browser resumes; if nothing was missed, no event says that all is well.
    opened.onopen = () => hasBegun && report({ isLive: true });
    opened.onerror = async () => {
      report({ isLive: false });
      if (opened.readyState !== EventSource.CLOSED) return;
      const isOver = end && await isMissing(url);
      if (left.aborted || source !== opened) return;
      if (isOver) report({ isLive: true, event: { name: end, data: "{}", id: "" } });
      else retry = setTimeout(open, RETRY_MS * (1 + Math.random()));
    };
  };
  left.addEventListener("abort", close);
  open();
  return () => hasBegun && open();
}

/** Whether a stream was refused because it ended while nobody read it; the browser does not say why it gave up. */
async function isMissing(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: "HEAD" })).status === 404;
  } catch {
    // No network: the next attempt will tell.
    return false;
  }
}
