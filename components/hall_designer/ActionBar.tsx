import { useState } from "preact/hooks";
import { useWords } from "@/components/layout/words.tsx";
import { type Designer, type ShownAs, views } from "@/lib/client/hall_designer/designer.ts";

/** Undo, zoom, check and publish, and whether everything is saved. */
export function ActionBar({ designer, onKeyList }: { designer: Designer; onKeyList: () => void }) {
  const words = useWords("hallDesigner");
  const [isBusy, setBusy] = useState(false);
  const [message, setMessage] = useState<{ kind: "success" | "warning"; text: string } | null>(null);
  const { draft } = designer;
  const state = draft.state.value;
  const conflict = designer.conflict.value;

  const check = async () => {
    setBusy(true);
    const isChecked = await draft.check();
    setBusy(false);
    const count = draft.problems.value.length + draft.more.value;
    setMessage(
      isChecked ? { kind: count > 0 ? "warning" : "success", text: words.checked({ count }) } : null,
    );
  };
  const publish = async () => {
    setBusy(true);
    const reason = await draft.publish().catch(() => words.offlinePublish);
    setBusy(false);
    setMessage(
      reason === null
        ? { kind: "success", text: words.published }
        : { kind: "warning", text: words.notPublished({ reason }) },
    );
  };

  return (
    <div class="designer-actions">
      <div class="cluster" role="group" aria-label={words.actions}>
        <button
          type="button"
          class="button button-small button-plain"
          disabled={!designer.canUndo.value}
          onClick={() => designer.undo()}
        >
          {words.undo}
        </button>
        <button
          type="button"
          class="button button-small button-plain"
          disabled={!designer.canRedo.value}
          onClick={() => designer.redo()}
        >
          {words.redo}
        </button>
        <button
          type="button"
          class="button button-small button-plain"
          aria-label={words.zoomIn}
          onClick={() => designer.view?.zoomBy(1.6)}
        >
          +
        </button>
        <button
          type="button"
          class="button button-small button-plain"
          aria-label={words.zoomOut}
          onClick={() => designer.view?.zoomBy(0.625)}
        >
          −
        </button>
        <button
          type="button"
          class="button button-small button-plain"
          onClick={() => designer.view?.zoomBy(0)}
        >
          {words.fit}
        </button>
        <select
          class="designer-view"
          aria-label={words.shownAs}
          value={designer.shownAs.value}
          onChange={({ currentTarget: { value } }) => designer.showAs(value as ShownAs)}
        >
          {views.map((view) => <option key={view} value={view}>{words.views[view]}</option>)}
        </select>
        <button type="button" class="button button-small button-plain" onClick={onKeyList}>
          {words.keys}
        </button>
      </div>
      <div class="cluster">
        <p class="designer-saved small" role="status" data-state={state}>
          {words.saved[state]} {state === "failed" && draft.refusal.value}
        </p>
        <button type="button" class="button button-small" aria-busy={isBusy} onClick={check}>
          {words.check}
        </button>
        <button type="button" class="button button-small button-main" aria-busy={isBusy} onClick={publish}>
          {words.publish}
        </button>
      </div>
      {message && (
        <div class="notice" data-kind={message.kind} role="status">
          <p>{message.text}</p>
          <button type="button" class="button button-small button-plain" onClick={() => setMessage(null)}>
            {words.dismiss}
          </button>
        </div>
      )}
      {conflict.length > 0 && (
        <div class="notice" data-kind="warning" role="status">
          <p>{words.conflict({ count: conflict.length })}</p>
          <div class="cluster">
            <button type="button" class="button button-small" onClick={() => designer.insist()}>
              {words.insist}
            </button>
            <button
              type="button"
              class="button button-small button-plain"
              onClick={() => designer.conflict.value = []}
            >
              {words.dismiss}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
