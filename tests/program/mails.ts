/** The emails of a running product, as developers read them at `/dev/mail`. */
import assert from "node:assert/strict";

interface DevMail {
  kind: string;
  to: string | null;
  subject: string;
  text: string;
  links: string[];
}

/** The emails to an address, newest first. */
export async function mailsTo(url: string, email: string): Promise<DevMail[]> {
  const response = await fetch(`${url}/dev/mail?to=${encodeURIComponent(email)}`, {
    headers: { accept: "application/json" },
  });
  return (await response.json()).items;
}

/** The one-time link in the latest email to an address that has one. */
export async function latestLink(url: string, email: string, path: "confirm" | "reset"): Promise<string> {
  const links = (await mailsTo(url, email)).flatMap(({ links }) => links);
  const link = links.find((link) => link.startsWith(`${url}/${path}?token=`));
  assert.ok(link, `no link to /${path} was emailed to ${email}`);
  return link;
}

/** The token of that link. */
export async function latestToken(url: string, email: string, path: "confirm" | "reset"): Promise<string> {
  return new URL(await latestLink(url, email, path)).searchParams.get("token")!;
}
