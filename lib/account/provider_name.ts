import type { Config } from "@/lib/config.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";

/** What pages call the identity provider; null if there is none. */
export function providerName(
  { services: { config }, words }: {
    services: { config: Pick<Config, "oidc"> };
    words: { oidc: Pick<Words["oidc"], "provider"> };
  },
): string | null {
  return config.oidc && (config.oidc.name ?? words.oidc.provider);
}
