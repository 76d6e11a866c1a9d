/**
 * The twelve pictures of the posters. Each fills a sheet of 300 by 400 and keeps the side where the title goes calm.
 * They are drawn from a seeded random source, so that one event always gets the same picture.
 */
import { toNfc } from "@/lib/text/unicode_forms.ts";

export const POSTER_WIDTH = 300;
export const POSTER_HEIGHT = 400;

/** Two shapes' colours on a ground; `ink` is for the title, `tint` for the page of the event. */
export interface Palette {
  ground: string;
  first: string;
  second: string;
  ink: string;
  tint: string;
}

/** What a motif draws with: `random` gives numbers from 0 up to 1. */
export interface Brush {
  random: () => number;
  palette: Palette;
  title: string;
}

export interface Motif {
  name: string;
  /** The edge at which the picture leaves room for the title. */
  titleAt: "top" | "bottom";
  draw: (brush: Brush) => string;
}

/** Numbers in the drawing carry one decimal: enough for a sheet of 300, and short. */
const n = (value: number) => String(Math.round(value * 10) / 10);
const between = (random: () => number, low: number, high: number) => low + random() * (high - low);
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

function waves({ random, palette }: Brush): string {
  const phase = between(random, 0, 6);
  const turns = between(random, 1.2, 2.4);
  const middle = between(random, 90, 210);
  const lines = range(11).map((line) => {
    const points = range(39).map((step) => {
      const x = step * 8;
      const swell = Math.exp(-(((x - middle) / 85) ** 2));
      const y = 30 + line * 19.5 +
        Math.sin(phase + (x / 300) * turns * 6.28 + line * 0.45) * (4 + 36 * swell);
      return `${n(x)} ${n(y)}`;
    });
    const colour = line % 4 === 2 ? palette.second : palette.first;
    return `<polyline points="${points.join(" ")}" stroke="${colour}" stroke-width="${
      n(3 + (line % 3) * 2.5)
    }"/>`;
  });
  return `<g fill="none" stroke-linejoin="round">${lines.join("")}</g>`;
}

function strings({ random, palette }: Brush): string {
  const x = between(random, 105, 195);
  const plucked = Math.floor(random() * 6);
  const lines = range(6).map((string) => {
    const at = x - 62 + string * 25;
    const bend = string === plucked ? between(random, 55, 85) * (random() < 0.5 ? -1 : 1) : 0;
    const colour = string === plucked ? palette.second : palette.ink;
    return `<path d="M${n(at)} -5Q${n(at + bend)} 140 ${n(at)} 262" stroke="${colour}" stroke-width="${
      n(5.5 - string * 0.7)
    }"/>`;
  });
  return `<circle cx="${n(x)}" cy="138" r="122" fill="${palette.first}"/>` +
    `<circle cx="${n(x)}" cy="138" r="84" fill="${palette.ground}"/>` +
    `<circle cx="${
      n(x)
    }" cy="138" r="101" fill="none" stroke="${palette.second}" stroke-width="3" stroke-dasharray="2 9"/>` +
    `<g fill="none">${lines.join("")}</g>`;
}

function spotlight({ random, palette }: Brush): string {
  const beams = range(3).map((beam) => {
    const from = 30 + beam * 120 + between(random, -24, 24);
    const to = 150 + (1 - beam) * between(random, 40, 92);
    const colour = beam === 1 ? palette.second : palette.first;
    return `<path d="M${n(from - 7)} -4h14L${n(to + 58)} 246H${
      n(to - 58)
    }Z" fill="${colour}" opacity=".62"/>` +
      `<ellipse cx="${n(to)}" cy="246" rx="58" ry="13" fill="${colour}"/>`;
  });
  return beams.join("") +
    `<path d="M150 158a13 13 0 1 1 .1 0M128 246c0-44 6-78 22-78s22 34 22 78Z" fill="${palette.ground}"/>`;
}

function record({ random, palette }: Brush): string {
  const x = between(random, 150, 250);
  const y = between(random, 110, 135);
  const grooves = range(6).map((groove) =>
    `<circle cx="${n(x)}" cy="${n(y)}" r="${
      72 + groove * 14
    }" fill="none" stroke="${palette.ground}" stroke-width="1.2" opacity=".55"/>`
  );
  const turn = n(between(random, 0, 360));
  return `<circle cx="${n(x)}" cy="${n(y)}" r="150" fill="${palette.first}"/>${grooves.join("")}` +
    `<path d="M0 0L148 -34A152 152 0 0 1 148 34Z" transform="translate(${n(x)} ${
      n(y)
    }) rotate(${turn})" fill="${palette.ground}" opacity=".25"/>` +
    `<circle cx="${n(x)}" cy="${n(y)}" r="56" fill="${palette.second}"/>` +
    `<circle cx="${n(x)}" cy="${n(y)}" r="8" fill="${palette.ground}"/>`;
}

function crowd({ random, palette }: Brush): string {
  const glow = `<circle cx="${n(between(random, 70, 230))}" cy="262" r="${
    n(between(random, 78, 104))
  }" fill="${palette.second}"/>`;
  const rows = range(3).map((row) => {
    const size = 15 + row * 7;
    const colour = row === 1 ? palette.ink : palette.first;
    const people = range(9 - row * 2).map((person) => {
      const x = (person + 0.5) * (300 / (9 - row * 2)) + between(random, -7, 7);
      const y = 296 + row * 42 + between(random, -9, 9);
      const reach = between(random, 1.2, 1.7);
      const arms = random() < 0.35
        ? `<path d="M${n(x - size * reach)} ${n(y - size)}L${n(x - size)} ${n(y + size * 1.8)}H${
          n(x + size)
        }L${n(x + size * reach)} ${n(y - size)}" fill="none" stroke="${colour}" stroke-width="${
          n(size * 0.42)
        }" stroke-linecap="round"/>`
        : "";
      return `${arms}<circle cx="${n(x)}" cy="${n(y)}" r="${n(size * 0.72)}"/><path d="M${
        n(x - size * 1.2)
      } 405V${n(y + size * 1.8)}a${n(size * 1.2)} ${n(size * 1.2)} 0 0 1 ${n(size * 2.4)} 0V405Z"/>`;
    });
    return `<g fill="${colour}">${people.join("")}</g>`;
  });
  return glow + rows.join("");
}

function skyline({ random, palette }: Brush): string {
  const moon = `<circle cx="${n(between(random, 60, 240))}" cy="228" r="${
    n(between(random, 40, 62))
  }" fill="${palette.second}"/>`;
  const bars = range(13).map((bar) => {
    const height = between(random, 44, 96) + 62 * Math.sin((bar / 12) * 3.14);
    const x = -4 + bar * 24;
    const windows = range(Math.floor(height / 17)).filter(() => random() < 0.6).map((floor) =>
      `<path d="M${x + 5} ${n(408 - height + floor * 16)}h10v6h-10z" fill="${
        bar % 3 ? palette.ground : palette.second
      }"/>`
    );
    return `<path d="M${x} 400V${n(400 - height)}h20V400Z" fill="${palette.first}"/>${windows.join("")}`;
  });
  return moon + bars.join("");
}

function frames({ random, palette }: Brush): string {
  const angle = between(random, -20, -8) * (random() < 0.5 ? -1 : 1);
  const cells = range(5).map((cell) => {
    const y = -150 + cell * 104;
    const dot = between(random, 20, 72);
    return `<path d="M-62 ${y}H62V${y + 90}H-62Z" fill="${cell % 2 ? palette.second : palette.ground}"/>` +
      `<circle cx="${n(dot - 46)}" cy="${n(y + 45 + (cell - 2) * 6)}" r="${
        14 + cell * 4
      }" fill="${palette.first}"/>`;
  });
  const holes = range(20).map((hole) =>
    `<path d="M-84 ${-160 + hole * 26}h12v14h-12zM72 ${
      -160 + hole * 26
    }h12v14H72z" fill="${palette.ground}"/>`
  );
  return `<g transform="translate(150 104) rotate(${n(angle)})">` +
    `<path d="M-92 -260H92V420H-92Z" fill="${palette.first}"/>${cells.join("")}${holes.join("")}</g>` +
    `<path d="M0 262H300V400H0Z" fill="${palette.ground}"/>`;
}

function projector({ random, palette }: Brush): string {
  const y = between(random, 318, 350);
  const dust = range(16).map(() => {
    const x = between(random, 90, 290);
    return `<circle cx="${n(x)}" cy="${n(y - (x - 62) * between(random, 0.05, 0.72))}" r="${
      n(between(random, 1.2, 3.4))
    }" fill="${palette.ground}"/>`;
  });
  return `<path d="M62 ${n(y - 6)}L306 130V${n(y + 40)}L62 ${n(y + 6)}Z" fill="${palette.second}"/>${
    dust.join("")
  }` +
    `<g fill="${palette.first}"><path d="M-4 ${n(y - 22)}H46V${n(y - 12)}H64V${n(y + 12)}H46V${
      n(y + 28)
    }H-4Z"/>` +
    `<circle cx="14" cy="${n(y - 48)}" r="27"/><circle cx="52" cy="${n(y - 40)}" r="18"/></g>` +
    `<circle cx="14" cy="${n(y - 48)}" r="8" fill="${palette.ground}"/><circle cx="52" cy="${
      n(y - 40)
    }" r="5" fill="${palette.ground}"/>` +
    `<path d="M20 ${n(y + 28)}L6 404M26 ${n(y + 28)}L40 404" stroke="${palette.first}" stroke-width="7"/>`;
}

function horizon({ random, palette }: Brush): string {
  const x = between(random, 80, 220);
  const sun = `<circle cx="${n(x)}" cy="282" r="${n(between(random, 62, 88))}" fill="${palette.second}"/>`;
  const sea = range(8).map((line) => {
    const y = 292 + line * 14;
    const half = 34 + line * between(random, 4, 15);
    return `<path d="M${n(x - half)} ${y}H${n(x + half)}" stroke="${palette.second}" stroke-width="${
      n(2 + line * 0.6)
    }"/>`;
  });
  const hill = (base: number, height: number) =>
    `M-5 ${base}Q${n(between(random, 20, 70))} ${n(base - height)} ${n(between(random, 100, 140))} ${base}Z`;
  return sun + `<path d="M0 286H300V400H0Z" fill="${palette.first}"/>` +
    `<path d="${hill(287, 84)}M305 287Q250 ${
      n(between(random, 210, 250))
    } 205 287Z" fill="${palette.first}"/>` +
    `<g stroke-linecap="round">${sea.join("")}</g>`;
}

function curtain({ random, palette }: Brush): string {
  const gap = between(random, 42, 66);
  const folds = (mirror: boolean) =>
    range(5).map((fold) => {
      const left = fold * ((150 - gap) / 5 + 4);
      const width = (150 - gap) / 5 + 5;
      const colour = fold % 2 ? palette.first : palette.second;
      const drop = 252 + Math.sin(fold * 1.1 + gap) * 7;
      return `<path d="M${n(left - 2)} -2H${n(left + width)}Q${n(left + width * 1.7)} 120 ${
        n(left + width * 0.7)
      } ${n(drop)}H${n(left - 12)}Q${n(left + 10)} 120 ${n(left - 2)} -2Z" fill="${colour}"${
        mirror ? ' transform="matrix(-1 0 0 1 300 0)"' : ""
      }/>`;
    }).reverse().join("");
  const light = `<path d="M150 -10L${n(150 + gap * 1.5)} 256H${
    n(150 - gap * 1.5)
  }Z" fill="${palette.ink}" opacity=".18"/>`;
  return `${light}<ellipse cx="150" cy="254" rx="${
    n(gap * 1.5)
  }" ry="9" fill="${palette.ink}" opacity=".5"/>` +
    folds(false) + folds(true) +
    `<path d="M0 -2H300V26Q270 46 240 26T180 26T120 26T60 26T0 26Z" fill="${palette.first}"/>`;
}

function eye({ random, palette }: Brush): string {
  const look = between(random, -26, 26);
  const rays = range(28).map((ray) => {
    const angle = (ray / 28) * Math.PI * 2;
    const length = between(random, 44, 56);
    return `<path d="M${n(150 + look + Math.cos(angle) * 30)} ${n(134 + Math.sin(angle) * 30)}L${
      n(150 + look + Math.cos(angle) * length)
    } ${n(134 + Math.sin(angle) * length)}"/>`;
  });
  const lashes = range(9).map((lash) => {
    const x = 38 + lash * 28;
    const lift = 74 - Math.abs(lash - 4) * 9;
    return `<path d="M${x} ${n(134 - lift)}L${n(x + (lash - 4) * 5)} ${n(134 - lift - 26)}"/>`;
  });
  return `<path d="M8 134Q150 -20 292 134Q150 288 8 134Z" fill="${palette.second}"/>` +
    `<circle cx="${n(150 + look)}" cy="134" r="60" fill="${palette.first}"/>` +
    `<g stroke="${palette.second}" stroke-width="3">${rays.join("")}</g>` +
    `<circle cx="${n(150 + look)}" cy="134" r="28" fill="${palette.ground}"/>` +
    `<circle cx="${n(160 + look)}" cy="124" r="8" fill="${palette.second}"/>` +
    `<g stroke="${palette.first}" stroke-width="6" stroke-linecap="round">${lashes.join("")}</g>`;
}

/** The first letters of the title, far too large; a title without letters gets a full stop. */
function letterforms({ random, palette, title }: Brush): string {
  const letters = [...toNfc(title)].filter((character) => /[\p{L}\p{N}]/u.test(character));
  const [big = ".", small = big] = letters.map((letter) => letter.toUpperCase());
  const turn = n(between(random, -14, 14));
  const face = `font-family="Bricolage Grotesque, sans-serif" font-weight="800"`;
  return `<circle cx="${n(between(random, 170, 250))}" cy="${
    n(between(random, 70, 170))
  }" r="92" fill="${palette.second}"/>` +
    `<text ${face} x="118" y="248" font-size="330" text-anchor="middle" fill="${palette.first}" transform="rotate(${turn} 120 140)">${
      escapeXml(big)
    }</text>` +
    `<text ${face} x="236" y="${
      n(between(random, 110, 220))
    }" font-size="120" text-anchor="middle" fill="${palette.ink}">${escapeXml(small)}</text>`;
}

/** Text as it may stand in XML content and attributes; characters that XML forbids are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export const motifs: Record<"concert" | "film", Motif[]> = {
  concert: [
    { name: "waves", titleAt: "bottom", draw: waves },
    { name: "strings", titleAt: "bottom", draw: strings },
    { name: "spotlight", titleAt: "bottom", draw: spotlight },
    { name: "record", titleAt: "bottom", draw: record },
    { name: "crowd", titleAt: "top", draw: crowd },
    { name: "skyline", titleAt: "top", draw: skyline },
  ],
  film: [
    { name: "frames", titleAt: "bottom", draw: frames },
    { name: "projector", titleAt: "top", draw: projector },
    { name: "horizon", titleAt: "top", draw: horizon },
    { name: "curtain", titleAt: "bottom", draw: curtain },
    { name: "eye", titleAt: "bottom", draw: eye },
    { name: "letterforms", titleAt: "bottom", draw: letterforms },
  ],
};
