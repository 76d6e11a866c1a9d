/**
 * Email addresses: which are accepted, and when two are the same. The part before the @ is ASCII, as mail servers that
 * accept more are rare; the domain may be in any script (IDNA).
 */
import { domainToASCII } from "node:url";
import { z } from "zod";
import { typedText } from "./typed_text.ts";
import { foldCase, lowerAscii, toCompatible } from "./unicode_forms.ts";

/** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
const LENGTH_MAX = 254;

const asciiAddress = z.email();

/** An address to store, as its owner writes it. */
export const emailAddress = typedText(LENGTH_MAX).refine(
  (text) => text.length === 0 || asciiAddress.safeParse(asciiForm(text)).success,
  "is not an email address",
).min(1, "is not an email address").meta({ format: "idn-email" });

/** An address to look up, which may be any text. */
export const soughtAddress = typedText(LENGTH_MAX).min(1);

/**
 * The normal form of an address, by which accounts are unique, looked up and limited. Two spellings have the same one if
 * their case differs, or their domains are the same in DNS, or letters before the @ look like ASCII ones to some
 * software: `admİn@` is not another address to which one could try passwords, or have a link sent.
 */
export function emailKey(address: string): string {
  const { local, domain } = partsOf(address);
  return `${foldCase(toCompatible(local))}@${asciiDomain(domain)}`;
}

function asciiForm(address: string): string {
  const { local, domain } = partsOf(address);
  return `${local}@${asciiDomain(domain)}`;
}

function partsOf(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf("@");
  return at === -1
    ? { local: address, domain: "" }
    : { local: address.slice(0, at), domain: address.slice(at + 1) };
}

/** The domain as DNS has it, in lower case. Text that is no domain is left as it is. */
function asciiDomain(domain: string): string {
  return domainToASCII(domain) || lowerAscii(domain);
}
