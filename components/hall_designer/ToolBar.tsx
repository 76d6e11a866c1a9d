import { useWords } from "@/components/layout/words.tsx";
import type { Designer } from "@/lib/client/hall_designer/designer.ts";
import { toolKeys } from "@/lib/client/hall_designer/keys.ts";
import { tools } from "@/lib/client/hall_designer/settings.ts";
import { ToolIcon } from "./icons.tsx";

const keyOf = Object.fromEntries(Object.entries(toolKeys).map(([key, tool]) => [tool, key.toUpperCase()]));

/** The tools, each with its key. `onChoose` is called before another one is taken. */
export function ToolBar({ designer, onChoose }: { designer: Designer; onChoose: () => void }) {
  const words = useWords("hallDesigner");
  return (
    <div class="designer-tools" role="toolbar" aria-label={words.tools} aria-orientation="vertical">
      {tools.map((tool) => (
        <button
          key={tool}
          type="button"
          aria-pressed={designer.tool.value === tool}
          title={`${words.tool[tool]} (${keyOf[tool]})`}
          aria-label={words.tool[tool]}
          aria-keyshortcuts={keyOf[tool]}
          data-tool={tool}
          onClick={() => {
            onChoose();
            designer.tool.value = tool;
          }}
        >
          <ToolIcon tool={tool} />
        </button>
      ))}
    </div>
  );
}
