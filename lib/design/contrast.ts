/**
 * Colour arithmetic for the design tests: OKLCH or hex to linear sRGB, WCAG contrast, and the distance between two
 * colours for an eye that lacks one kind of cone.
 */

/** Linear-light sRGB, each channel 0 to 1 (outside when the colour is out of gamut). */
export type LinearRgb = readonly [red: number, green: number, blue: number];
type Matrix = readonly [LinearRgb, LinearRgb, LinearRgb];

const times = (matrix: Matrix, vector: LinearRgb): LinearRgb => {
  const row = (index: number) =>
    matrix[index][0] * vector[0] + matrix[index][1] * vector[1] + matrix[index][2] * vector[2];
  return [row(0), row(1), row(2)];
};

/** Reads `oklch(L C h)` with plain numbers, or `#rrggbb`; throws on anything else. */
export function parseColour(text: string): LinearRgb {
  const oklch = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(text);
  if (oklch) return oklchToLinear(Number(oklch[1]), Number(oklch[2]), Number(oklch[3]));
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text);
  if (!hex) throw new Error(`unsupported colour: ${text}`);
  const channel = (part: string) => {
    const value = parseInt(part, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(hex[1]), channel(hex[2]), channel(hex[3])];
}

/** Converts Björn Ottosson's OKLab, in polar coordinates, to linear sRGB; `hue` in degrees. */
export function oklchToLinear(lightness: number, chroma: number, hue: number): LinearRgb {
  const angle = (hue * Math.PI) / 180;
  return oklabToLinear([lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]);
}

/** The result of `color-mix(in oklab, one share, other)`; `share` from 0 to 1. */
export function mix(one: LinearRgb, other: LinearRgb, share: number): LinearRgb {
  const [a, b] = [linearToOklab(one), linearToOklab(other)];
  const part = (index: number) => a[index] * share + b[index] * (1 - share);
  return oklabToLinear([part(0), part(1), part(2)]);
}

function oklabToLinear(colour: LinearRgb): LinearRgb {
  const cones = times([
    [1, 0.3963377774, 0.2158037573],
    [1, -0.1055613458, -0.0638541728],
    [1, -0.0894841775, -1.291485548],
  ], colour);
  return times([
    [4.0767416621, -3.3077115913, 0.2309699292],
    [-1.2684380046, 2.6097574011, -0.3413193965],
    [-0.0041960863, -0.7034186147, 1.707614701],
  ], [cones[0] ** 3, cones[1] ** 3, cones[2] ** 3]);
}

function linearToOklab(colour: LinearRgb): LinearRgb {
  const cones = times([
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ], colour);
  return times([
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ], [Math.cbrt(cones[0]), Math.cbrt(cones[1]), Math.cbrt(cones[2])]);
}

/** Whether an sRGB screen can show the colour, up to rounding. */
export const inGamut = (colour: LinearRgb): boolean =>
  colour.every((channel) => channel > -0.002 && channel < 1.002);

/** WCAG 2 contrast, 1 to 21. */
export function contrast(one: LinearRgb, other: LinearRgb): number {
  const luminance = ([red, green, blue]: LinearRgb) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/**
 * How colours look to common types of vision: with all cones, and with one kind missing (Machado, Oliveira, Fernandes
 * 2009).
 */
export const visionTypes: Record<"trichromat" | "protanope" | "deuteranope" | "tritanope", Matrix> = {
  trichromat: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanope: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [
    -0.003882,
    -0.048116,
    1.051998,
  ]],
  deuteranope: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [
    -0.01182,
    0.04294,
    0.968881,
  ]],
  tritanope: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [
    0.004733,
    0.691367,
    0.3039,
  ]],
};

/** Distance between two colours in OKLab as the eye sees them; black to white is 1, and 0.02 is just noticeable. */
export function distance(one: LinearRgb, other: LinearRgb, eye: keyof typeof visionTypes): number {
  const seen = (colour: LinearRgb) => {
    const [red, green, blue] = times(visionTypes[eye], colour);
    return linearToOklab([Math.max(0, red), Math.max(0, green), Math.max(0, blue)]);
  };
  const [a, b] = [seen(one), seen(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** The colour tokens of a style sheet by name, in both schemes. Tokens that are not plain colours are skipped. */
export function colourTokens(css: string): Map<string, { light: LinearRgb; dark: LinearRgb }> {
  const tokens = new Map<string, { light: LinearRgb; dark: LinearRgb }>();
  const declaration =
    /--([\w-]+):\s*(?:light-dark\(\s*(oklch\([^)]*\)),\s*(oklch\([^)]*\))\s*\)|(oklch\([^)]*\)));/g;
  for (const [, name, light, dark, both] of css.matchAll(declaration)) {
    tokens.set(name, { light: parseColour(light ?? both), dark: parseColour(dark ?? both) });
  }
  return tokens;
}
