import { page } from "fresh";
import { AccountNav } from "@/components/account/AccountNav.tsx";
import { DeviceList } from "@/components/account/DeviceList.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { loadDevices } from "@/lib/account/devices_page.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute({ access: "own-account" }, {
  async GET({ state: { services, caller } }) {
    return page({ sessions: await loadDevices(services, caller) });
  },
});

export default define.page<typeof handler>(function SecurityPage({ data: { sessions }, url, state }) {
  const { caller, words: { account: words } } = state;
  return (
    <main id="main" class="page">
      <DocumentHead title={words.security} />
      <AccountNav path={url.pathname} />
      <h1 class="page-title">{words.security}</h1>
      <DeviceList sessions={sessions} current={caller.sessionId} />
    </main>
  );
});
