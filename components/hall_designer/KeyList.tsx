import { useEffect, useRef } from "preact/hooks";
import { useWords } from "@/components/layout/words.tsx";
import { toolKeys } from "@/lib/client/hall_designer/keys.ts";

/** The keys that work on the plan. */
export function KeyList({ onClose }: { onClose: () => void }) {
  const words = useWords("hallDesigner");
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current!.showModal(), []);
  const rows = words.keyRows;
  const keys: [string, string][] = [
    ...Object.entries(toolKeys).map(([key, tool]): [string, string] => [key.toUpperCase(), words.tool[tool]]),
    ["Enter", rows.draw],
    ["← → ↑ ↓", rows.move],
    ["[ ]", rows.turn],
    ["|", rows.mirror],
    ["Delete", rows.remove],
    ["Ctrl Z", rows.undo],
    ["Ctrl Shift Z", rows.redo],
    ["Ctrl D", rows.duplicate],
    ["Ctrl A", rows.all],
    ["+ − 0", rows.zoom],
    ["␣", rows.pan],
    ["Esc", rows.escape],
  ];
  return (
    <dialog ref={dialog} class="designer-keys" onClose={onClose} aria-labelledby="designer-keys-title">
      <h2 id="designer-keys-title">{words.keyList}</h2>
      <dl>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="button button-small">{words.dismiss}</button>
      </form>
    </dialog>
  );
}
