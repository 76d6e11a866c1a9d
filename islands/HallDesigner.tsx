import "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Workspace } from "@/components/hall_designer/Workspace.tsx";
import { IslandWords, useWords } from "@/components/layout/words.tsx";
import { Designer } from "@/lib/client/hall_designer/designer.ts";
import { draftUrl } from "@/lib/client/hall_designer/draft_client.ts";
import type { Spoken } from "@/lib/i18n/speak.ts";

interface HallDesignerProps {
  chartId: string;
  /** The picture of the hall, until the designer is there. */
  still: ComponentChildren;
}

/** Where a hall is drawn. */
export default function HallDesigner({ words, ...props }: HallDesignerProps & { words: Spoken }) {
  return (
    <IslandWords words={words}>
      <Opening {...props} />
    </IslandWords>
  );
}

function Opening({ chartId, still }: HallDesignerProps) {
  const words = useWords("hallDesigner");
  const [opened, setOpened] = useState<Designer | "loading" | "failed">("loading");
  useEffect(() => {
    Designer.open(chartId, words).then(setOpened, () => setOpened("failed"));
  }, []);
  if (opened instanceof Designer) return <Workspace designer={opened} />;
  return (
    <div class="designer-still">
      {/* The drawing is on its way while the scripts are. */}
      <link rel="preload" as="fetch" crossOrigin="anonymous" href={draftUrl(chartId)} />
      {still}
      <p role="status">{words[opened]}</p>
    </div>
  );
}
