import { useEffect } from "preact/hooks";

/** Registers the service worker, which keeps tickets readable without a network. Renders nothing. */
export default function ServiceWorker() {
  useEffect(() => {
    navigator.serviceWorker?.register("/sw.js").then(askToTakeOver).catch((error) => {
      // Without it (private windows, plain HTTP) every page still works, just not offline.
      console.info("Tickets will not open offline:", error);
    });
  }, []);
  return null;
}

/** A page that was still loading when the worker became active was not among those that it took over. */
async function askToTakeOver(): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) active?.postMessage("take over");
}
