import { DateTime } from "@/components/layout/DateTime.tsx";
import { hidden } from "@/components/layout/hidden.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { deviceName } from "@/lib/auth/device_name.ts";
import type { SessionView } from "@/lib/auth/sessions.ts";

/** The devices on which an account is signed in, each with a button that signs it out. */
export function DeviceList({ sessions, current }: {
  sessions: SessionView[];
  /** The id of the session of this request. */
  current: string | null;
}) {
  const words = useWords("account");
  return (
    <section class="section stack" aria-label={words.devices} id="devices">
      <h2>{words.devices}</h2>
      <ul class="devices">
        {sessions.map((session) => (
          <Device key={session.id} session={session} isCurrent={session.id === current} />
        ))}
      </ul>
      {sessions.some(({ id }) => id !== current) && (
        <form method="post" action="/account/devices">
          <button type="submit" name="device" value="others" class="button">{words.signOutOthers}</button>
        </form>
      )}
    </section>
  );
}

function Device({ session, isCurrent }: { session: SessionView; isCurrent: boolean }) {
  const words = useWords("account");
  const device = deviceName(words.device, session.userAgent);
  const day = () => <DateTime at={session.lastUsedAt.toISOString()} timeZone="UTC" style="day" />;
  return (
    <li>
      <div>
        <strong>{device}</strong>
        <p class="quiet small">{isCurrent ? words.thisDevice : words.lastUsed({ day })}</p>
      </div>
      <form method="post" action={isCurrent ? "/logout" : "/account/devices"}>
        <button type="submit" name="device" value={session.id} class="button button-small">
          {words.signOut({ device, hidden })}
        </button>
      </form>
    </li>
  );
}
