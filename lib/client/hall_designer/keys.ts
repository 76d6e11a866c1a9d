/** The keys that work while the plan has the focus. */
import { mirror, rotate } from "./commands.ts";
import type { Designer } from "./designer.ts";
import { isEmpty, NOTHING } from "./selection.ts";
import type { ToolName } from "./settings.ts";
import type { Tools } from "./tools.ts";

export const toolKeys: Record<string, ToolName> = {
  v: "select",
  h: "pan",
  r: "rows",
  b: "block",
  t: "table",
  a: "area",
  s: "shape",
  x: "text",
  z: "brush",
  l: "labels",
  f: "focus",
  p: "trace",
};

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** How far an arrow moves the plan while nothing is selected, in CSS pixels. */
const PAN_PIXELS = 60;
/** How far `[` and `]` turn, in degrees; with Shift, in smaller steps. */
const TURN = 15;
const SMALL_TURN = 1;

/** Does what a key means. Returns whether it means anything. `onHelp` shows the list of keys. */
export function press(designer: Designer, tools: Tools, event: KeyboardEvent, onHelp: () => void): boolean {
  if (event.altKey) return false;
  if (designer.shownAs.value !== "drawing" && event.key !== "?") {
    if (event.key !== "Escape") return false;
    designer.showAs("drawing");
    return true;
  }
  const selection = designer.selection.value;
  const view = designer.view!;
  if (event.ctrlKey || event.metaKey) return pressWithControl(designer, event);
  const arrow = ARROWS[event.key];
  if (arrow) {
    if (isEmpty(selection)) view.camera.pan(-arrow[0] * PAN_PIXELS, -arrow[1] * PAN_PIXELS);
    else {
      const step = event.shiftKey ? 10 : 1;
      designer.moveSelected(arrow[0] * step, arrow[1] * step);
    }
    return true;
  }
  const turn = event.shiftKey ? SMALL_TURN : TURN;
  switch (event.key) {
    case "[":
    case "{":
      designer.run(rotate(designer.document, selection, -turn));
      return true;
    case "]":
    case "}":
      designer.run(rotate(designer.document, selection, turn));
      return true;
    case "|":
      designer.run(mirror(designer.document, selection, "x"));
      return true;
    case "Delete":
    case "Backspace":
      designer.removeSelected();
      return true;
    case "Escape":
      tools.cancel();
      designer.select(NOTHING);
      designer.tool.value = "select";
      return true;
    case "Enter":
      if (!tools.finish()) tools.drawInMiddle();
      return true;
    case "+":
    case "=":
      view.zoomBy(1.6);
      return true;
    case "-":
      view.zoomBy(0.625);
      return true;
    case "0":
      view.zoomBy(0);
      return true;
    case "?":
      onHelp();
      return true;
    case " ":
      tools.isSpaceHeld = true;
      return true;
  }
  const tool = toolKeys[event.key.toLowerCase()];
  if (!tool) return false;
  tools.cancel();
  designer.tool.value = tool;
  return true;
}

function pressWithControl(designer: Designer, { key, shiftKey }: KeyboardEvent): boolean {
  switch (key.toLowerCase()) {
    case "z":
      if (shiftKey) designer.redo();
      else designer.undo();
      return true;
    case "y":
      designer.redo();
      return true;
    case "d":
      designer.duplicate();
      return true;
    case "a":
      designer.selectAll();
      return true;
    default:
      return false;
  }
}
