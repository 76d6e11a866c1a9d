/**
 * Writes lib/format/time_zones.json, the product's table of time zones, from a compiled copy of IANA's database: names from
 * zone.tab, their other names from the links in tzdata.zi, and their clocks from 2000 to 2100 from the compiled files.
 *
 *     deno task time-zones [folder]
 *
 * The folder is /usr/share/zoneinfo by default; the PyPI package `tzdata` has each release within days. A new name also
 * needs a row in the database's `time_zones`, added by a migration: a test names any that lacks one.
 */
import { type Clock, readZoneFile } from "./zone_file.ts";

const FROM = Date.UTC(2000, 0, 1) / 1000;
const UNTIL = Date.UTC(2100, 0, 1) / 1000;

/** Links whose actual place differs from their target, from the comments in IANA's file `backward`. */
const NEARER: Record<string, string> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Virgin": "America/St_Thomas",
  "Antarctica/South_Pole": "Antarctica/McMurdo",
  "Atlantic/Jan_Mayen": "Arctic/Longyearbyen",
  "Iceland": "Atlantic/Reykjavik",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
  "Pacific/Yap": "Pacific/Chuuk",
};

/** EST, MST7MDT, CET: abbreviations, which mean different clocks in different places. */
const ABBREVIATION = /^[A-Z]{2}T|^[A-Z]{3}\d/;

/** The only zone without a place: for events that have none. */
const UTC = "Etc/UTC";

const folder = Deno.args[0] ?? "/usr/share/zoneinfo";
const source = await Deno.readTextFile(`${folder}/tzdata.zi`);
const version = /^# version (\S+)/.exec(source)?.[1];
if (!version) throw new Error(`${folder}/tzdata.zi names no version`);

const places = (await Deno.readTextFile(`${folder}/zone.tab`)).split("\n")
  .filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t")[2]);
const names = [...places, UTC].toSorted();

const clocks: string[] = [];
const zones: Record<string, number> = {};
for (const name of names) {
  const clock = packClock(readZoneFile(await Deno.readFile(`${folder}/${name}`)));
  if (!clocks.includes(clock)) clocks.push(clock);
  zones[name] = clocks.indexOf(clock);
}

const aliases: Record<string, string> = {};
for (const [, target, alias] of source.matchAll(/^L (\S+) (\S+)$/gm)) {
  const name = NEARER[alias] ?? target;
  if (name in zones && !(alias in zones) && !ABBREVIATION.test(alias)) aliases[alias] = name;
}

const lines = [
  `{"version":${JSON.stringify(version)},`,
  `"zones":${JSON.stringify(zones)},`,
  `"aliases":${JSON.stringify(Object.fromEntries(Object.entries(aliases).toSorted()))},`,
  `"clocks":[\n${clocks.map((clock) => JSON.stringify(clock)).join(",\n")}\n]}\n`,
];
await Deno.writeTextFile(new URL("../lib/format/time_zones.json", import.meta.url), lines.join("\n"));

/**
 * A clock as text: the offset from UTC, then for each change the time since the previous one (the first: since 2000) and
 * the new offset, in minutes and in base 36.
 */
function packClock(clock: Clock): string {
  const number = (seconds: number) => (seconds / 60).toString(36);
  let offset = clock.offsetAt(FROM);
  let previous = FROM;
  const parts = [number(offset)];
  for (const change of clock.changesIn(FROM, UNTIL)) {
    const next = clock.offsetAt(change);
    if (next === offset) continue;
    if (change % 60 !== 0 || next % 60 !== 0) throw new Error("clocks of this century move by whole minutes");
    parts.push(number(change - previous), number(next));
    [offset, previous] = [next, change];
  }
  return parts.join(" ");
}
