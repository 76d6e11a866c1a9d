import { useWords } from "@/components/layout/words.tsx";
import type { Designer } from "@/lib/client/hall_designer/designer.ts";
import { LabelsPanel } from "./LabelsPanel.tsx";
import { SelectionPanel } from "./SelectionPanel.tsx";
import { ToolSettings } from "./ToolSettings.tsx";
import { TracePanel } from "./TracePanel.tsx";
import { ZonesPanel } from "./ZonesPanel.tsx";

/** What the tool in hand draws with, the properties of what is selected, and the zones. */
export function Inspector({ designer }: { designer: Designer }) {
  const words = useWords("hallDesigner");
  const tool = designer.tool.value;
  return (
    <aside class="designer-inspector" aria-label={words.inspector}>
      <section aria-label={words.tool[tool]}>
        <h2 class="designer-title">{words.tool[tool]}</h2>
        {tool === "labels"
          ? <LabelsPanel designer={designer} />
          : tool === "trace"
          ? <TracePanel designer={designer} />
          : <ToolSettings designer={designer} />}
      </section>
      <SelectionPanel designer={designer} />
      <ZonesPanel designer={designer} />
    </aside>
  );
}
