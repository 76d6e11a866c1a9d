/** The motifs of films. */
import { toNfc } from "@/lib/text/unicode_forms.ts";
import { between, type Brush, type Motif, n, range } from "./brush.ts";

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

/** The title's first letters, oversized; a title without letters gets a full stop. */
function letterforms({ random, palette, title, setText }: Brush): string {
  const letters = [...toNfc(title)].filter((character) => /[\p{L}\p{N}]/u.test(character));
  const [big = ".", small = big] = letters.map((letter) => letter.toUpperCase());
  const turn = n(between(random, -14, 14));
  return `<circle cx="${n(between(random, 170, 250))}" cy="${
    n(between(random, 70, 170))
  }" r="92" fill="${palette.second}"/>` +
    setText({
      lines: [{ text: big, x: 118, y: 248 }],
      fontSize: 330,
      fill: palette.first,
      anchor: "middle",
      transform: `rotate(${turn} 120 140)`,
    }) +
    setText({
      lines: [{ text: small, x: 236, y: Math.round(between(random, 110, 220)) }],
      fontSize: 120,
      fill: palette.ink,
      anchor: "middle",
    });
}

/** The lit sign above a cinema's door, with a few bulbs out. */
function marquee({ random, palette }: Brush): string {
  const x = between(random, 108, 152);
  const bulbs = [
    ...range(11).flatMap((bulb) => [[34 + bulb * 23.2, 96], [34 + bulb * 23.2, 204]]),
    ...range(4).flatMap((bulb) => [[34, 117.6 + bulb * 21.6], [266, 117.6 + bulb * 21.6]]),
  ].map(([cx, cy]) =>
    `<circle cx="${n(cx)}" cy="${n(cy)}" r="5.5" fill="${
      random() < 0.12 ? palette.ground : palette.second
    }"/>`
  );
  const letters = range(2).flatMap((row) => {
    const widths = range(7).map(() => between(random, 11, 27));
    let left = 150 - (widths.reduce((sum, width) => sum + width, 0) + 36) / 2;
    return widths.map((width) => {
      const path = `<path d="M${n(left)} ${122 + row * 34}h${n(width)}v22h-${n(width)}z"/>`;
      left += width + 6;
      return path;
    });
  });
  return `<path d="M${n(x)} -4h44V80h-44z" fill="${palette.second}"/>` +
    `<path d="M20 206H280L300 264H0Z" fill="${palette.second}" opacity=".45"/>` +
    `<rect x="18" y="80" width="264" height="140" rx="6" fill="${palette.first}"/>${bulbs.join("")}` +
    `<path d="M50 112H250V188H50Z" fill="${palette.ground}"/><g fill="${palette.ink}">${
      letters.join("")
    }</g>`;
}

/** A figure in a lit doorway, with a long shadow. */
function doorway({ random, palette }: Brush): string {
  const x = between(random, 92, 168);
  const lean = between(random, -70, 70);
  const at = n(x + 34);
  const figure = `<circle cx="${at}" cy="206" r="10"/><path d="M${n(x + 20)} 292L${n(x + 23)} 226Q${at} 212 ${
    n(x + 45)
  } 226L${n(x + 48)} 292Z"/>`;
  const shadow = (foot: number, end: number) =>
    `M${n(x + 34 - foot)} 292L${n(x + 34 + lean - end)} 400H${n(x + 34 + lean + end)}L${
      n(x + 34 + foot)
    } 292Z`;
  return `<path d="M0 292H300V400H0Z" fill="${palette.first}"/>` +
    `<path d="${shadow(34, 112)}" fill="${palette.second}" opacity=".75"/>` +
    `<path d="M${n(x)} 150h68v142h-68z" fill="${palette.second}"/>` +
    `<path d="${shadow(13, 34)}" fill="${palette.first}"/><g fill="${palette.first}">${figure}</g>`;
}

export const filmMotifs: Motif[] = [
  { name: "frames", titleAt: "bottom", draw: frames },
  { name: "projector", titleAt: "top", draw: projector },
  { name: "horizon", titleAt: "top", draw: horizon },
  { name: "curtain", titleAt: "bottom", draw: curtain },
  { name: "eye", titleAt: "bottom", draw: eye },
  { name: "letterforms", titleAt: "bottom", draw: letterforms },
  { name: "marquee", titleAt: "bottom", draw: marquee },
  { name: "doorway", titleAt: "top", draw: doorway },
];
