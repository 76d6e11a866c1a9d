import { useEffect } from "preact/hooks";

/** Registers the service worker, which keeps tickets readable without a network. Draws nothing. */
export default function ServiceWorker() {
  useEffect(() => {
    navigator.serviceWorker?.register("/sw.js").catch((error) => {
      // Without it (private windows, plain HTTP) every page still works, only not offline.
      console.info("Tickets will not open offline:", error);
    });
  }, []);
  return null;
}
