import { useEffect } from "preact/hooks";

/** Registers the service worker, which keeps tickets readable without a network. Renders nothing. */
export default function ServiceWorker() {
  useEffect(() => {
    navigator.serviceWorker?.register("/sw.js").catch((error) => {
      // Without it (private windows, plain HTTP) every page still works, just not offline.
      console.info("Tickets will not open offline:", error);
    });
  }, []);
  return null;
}
