/** The motifs of concerts. */
import { between, type Brush, type Motif, n, range } from "./brush.ts";

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

/** Piano keys, one of them pressed. */
function keys({ random, palette }: Brush): string {
  const angle = between(random, 9, 22) * (random() < 0.5 ? -1 : 1);
  const pressed = 3 + Math.floor(random() * 5);
  const whites = range(12).map((key) =>
    `<path d="M${-210 + key * 35} -88h33v${key === pressed ? 190 : 176}h-33z" fill="${
      key === pressed ? palette.second : palette.ground
    }"/>`
  );
  // Groups of two and three black keys, as on a piano.
  const blacks = range(11).filter((key) => key % 7 !== 2 && key % 7 !== 6).map((key) =>
    `<path d="M${-187 + key * 35} -88h22v106h-22z" fill="${palette.ink}"/>`
  );
  return `<g transform="translate(150 132) rotate(${n(angle)})">` +
    `<path d="M-260 -250H260V108H-260Z" fill="${palette.first}"/>${whites.join("")}${blacks.join("")}</g>`;
}

function loudspeaker({ random, palette }: Brush): string {
  const x = between(random, 118, 182);
  const rings = range(5).map((ring) =>
    `<circle cx="${n(x)}" cy="170" r="${
      96 + ring * 28
    }" fill="none" stroke="${palette.second}" stroke-width="${n(7 - ring * 1.2)}"/>`
  );
  const [woofer, tweeter] = [between(random, 46, 54), between(random, 17, 24)];
  const cone = (cy: number, radius: number) =>
    `<circle cx="${n(x)}" cy="${cy}" r="${n(radius)}" fill="${palette.second}"/>` +
    `<circle cx="${n(x)}" cy="${cy}" r="${n(radius * 0.78)}" fill="${palette.ground}"/>` +
    `<circle cx="${n(x)}" cy="${cy}" r="${n(radius * 0.36)}" fill="${palette.second}"/>`;
  return rings.join("") +
    `<path d="M0 258H300V400H0Z" fill="${palette.ground}"/>` +
    `<rect x="${n(x - 70)}" y="16" width="140" height="242" rx="9" fill="${palette.first}"/>` +
    cone(66, tweeter) + cone(172, woofer);
}

export const concertMotifs: Motif[] = [
  { name: "waves", titleAt: "bottom", draw: waves },
  { name: "strings", titleAt: "bottom", draw: strings },
  { name: "spotlight", titleAt: "bottom", draw: spotlight },
  { name: "record", titleAt: "bottom", draw: record },
  { name: "crowd", titleAt: "top", draw: crowd },
  { name: "skyline", titleAt: "top", draw: skyline },
  { name: "keys", titleAt: "bottom", draw: keys },
  { name: "loudspeaker", titleAt: "bottom", draw: loudspeaker },
];
