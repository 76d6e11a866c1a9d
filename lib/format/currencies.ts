/**
 * The currencies of ISO 4217 and their minor units: the only authority for both. Locale data is not one. ICU follows what
 * shops do (no digits for ALL, RSD, IQD and others) and changes between versions, so a stored amount would mean one thing
 * on the server and another in a browser. As of the list of 1 January 2026.
 */

/**
 * Whose minor unit is not a hundredth. UYI, CLF and UYW are funds codes: nobody pays in them, so no sale is made in them,
 * but events written before this table may be.
 */
const NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF UYI";
const THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND";
const FOUR_DIGITS = "CLF UYW";

/**
 * How many digits of a currency come after the point: 2 for EUR, 0 for JPY, 3 for KWD. A code that is not in use (any
 * more) has 2, so that old amounts can be read.
 */
export function fractionDigits(currency: string): number {
  if (NO_DIGITS.includes(currency)) return 0;
  if (THREE_DIGITS.includes(currency)) return 3;
  return FOUR_DIGITS.includes(currency) ? 4 : 2;
}

/**
 * The codes in which a sale can be made: money that people pay with. Not metals, units of account (XDR), funds codes (CHE,
 * USN) or codes for tests.
 */
export const currencies: ReadonlySet<string> = /* @__PURE__ */ readCodes(`
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
  CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
  IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
  MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG
  SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV
  WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`);

/** A pure call, so that bundles that don't ask for the list leave it out. */
function readCodes(list: string): Set<string> {
  return new Set(list.trim().split(/\s+/));
}

/** Whether a sale can be made in it. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}
