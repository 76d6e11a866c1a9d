/**
 * The only authority for the currencies of ISO 4217 and their minor units. Locale data is unsuitable: ICU follows
 * retail usage (no digits for ALL, RSD, IQD and others) and changes between versions, so a stored amount would mean one
 * thing on the server and another in a browser. As of the list of 1 January 2026.
 */

/**
 * Currencies whose minor unit is not a hundredth. UYI, CLF and UYW are funds codes, which nobody pays in: no new sale
 * uses them, but events older than this table may.
 */
const NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF UYI";
const THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND";
const FOUR_DIGITS = "CLF UYW";

/**
 * The number of decimal places of a currency: 2 for EUR, 0 for JPY, 3 for KWD. Unknown and former codes have 2, so that
 * old amounts can be read.
 */
export function fractionDigits(currency: string): number {
  if (NO_DIGITS.includes(currency)) return 0;
  if (THREE_DIGITS.includes(currency)) return 3;
  return FOUR_DIGITS.includes(currency) ? 4 : 2;
}

/**
 * The currencies in which a sale can be made: money that people pay with, not metals, units of account (XDR), funds
 * codes (CHE, USN) or test codes.
 */
export const currencies: ReadonlySet<string> = /* @__PURE__ */ readCodes(`
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
  CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
  IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
  MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG
  SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV
  WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`);

/** Called as pure, so that bundles that don't use the list omit it. */
function readCodes(list: string): Set<string> {
  return new Set(list.trim().split(/\s+/));
}

/** Whether a sale can be made in this currency. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}
