import { useEffect, useRef, useState } from "preact/hooks";
import { useWords } from "@/components/layout/words.tsx";
import type { Designer } from "@/lib/client/hall_designer/designer.ts";
import { DesignerView } from "@/lib/client/hall_designer/designer_view.ts";
import { press } from "@/lib/client/hall_designer/keys.ts";
import { Tools } from "@/lib/client/hall_designer/tools.ts";
import { ActionBar } from "./ActionBar.tsx";
import { Inspector } from "./Inspector.tsx";
import { KeyList } from "./KeyList.tsx";
import { Overview } from "./Overview.tsx";
import { ToolBar } from "./ToolBar.tsx";

/** The plan with its tools on the left, the properties of what is selected on the right, and what it adds up to below. */
export function Workspace({ designer }: { designer: Designer }) {
  const words = useWords("hallDesigner");
  const canvas = useRef<HTMLCanvasElement>(null);
  const tools = useRef<Tools>(null);
  const [hasKeyList, setKeyList] = useState(false);

  useEffect(() => {
    const view = designer.view = new DesignerView(canvas.current!, {
      document: designer.document,
      drawn: designer.drawn,
      labelOf: ({ name, id, area, seats }) => ({
        name,
        short: id,
        lines: [area ? words.placeCount({ places: seats.length }) : words.seatCount({ seats: seats.length })],
      }),
    });
    tools.current = new Tools(designer, view);
    const warn = (event: BeforeUnloadEvent) => {
      if (designer.draft.state.value === "failed") event.preventDefault();
    };
    const save = () => void designer.draft.flush();
    addEventListener("beforeunload", warn);
    addEventListener("online", save);
    addEventListener("pagehide", save);
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (press(designer, tools.current!, event, () => setKeyList(true))) event.preventDefault();
  };
  const onKeyUp = ({ key }: KeyboardEvent) => {
    if (key === " ") tools.current!.isSpaceHeld = false;
  };

  return (
    <div class="designer">
      <ActionBar designer={designer} onKeyList={() => setKeyList(true)} />
      <ToolBar designer={designer} onChoose={() => tools.current?.cancel()} />
      <div class="designer-plan" data-shown-as={designer.shownAs.value}>
        <canvas
          ref={canvas}
          tabIndex={0}
          role="application"
          aria-roledescription={words.planRole}
          aria-label={words.plan}
          data-tool={designer.tool.value}
          onKeyDown={onKeyDown}
          onKeyUp={onKeyUp}
        />
        <p class="designer-hint small" role="status">
          {designer.shownAs.value === "drawing" ? words.hint[designer.tool.value] : words.asBuyers}
        </p>
      </div>
      <Inspector designer={designer} />
      <Overview designer={designer} />
      {hasKeyList && <KeyList onClose={() => setKeyList(false)} />}
    </div>
  );
}
