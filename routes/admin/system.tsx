import { page } from "fresh";
import { AdminSystem, SystemAlarms } from "@/components/AdminSystem.tsx";
import { AdminTitle } from "@/components/AdminTitle.tsx";
import { pageRoute } from "@/lib/server/page_route.ts";
import { alarmsOf } from "@/lib/health/alarms.ts";
import { readSystem } from "@/lib/health/system.ts";
import { define } from "@/utils.ts";

/** How the machinery behind the pages does. */
export const handler = pageRoute({ access: "see-system" }, {
  async GET({ state: { services } }) {
    return page({ system: await readSystem(services), now: services.now() });
  },
});

export default define.page<typeof handler>(function SystemPage({ data: { system, now }, state: { locale } }) {
  const alarms = alarmsOf(system);
  return (
    <>
      <AdminTitle title="System">
        <a href="/admin/system" aria-current="false">Read again</a>
      </AdminTitle>
      <SystemAlarms alarms={alarms} />
      {alarms.length === 0 && <p class="quiet admin-lead">Everything works.</p>}
      <AdminSystem system={system} locale={locale} now={now} />
    </>
  );
});
