import { useState } from "preact/hooks";
import { useWords } from "@/components/layout/words.tsx";
import type { Point } from "@/lib/charts/chart.ts";
import type { Designer } from "@/lib/client/hall_designer/designer.ts";
import { placePicture, scaled } from "@/lib/client/hall_designer/traced_picture.ts";
import { NumberInput, useOwnId } from "./fields.tsx";

/** A picture to draw over: which one, how strong, and how large, by two points of it. */
export function TracePanel({ designer }: { designer: Designer }) {
  const words = useWords("hallDesigner");
  const id = useOwnId();
  const [isUnreadable, setUnreadable] = useState(false);
  const picture = designer.traced.value;
  const points = designer.tracedPoints.value;

  const open = async (file: File | undefined) => {
    if (!file) return;
    const image = await createImageBitmap(file).catch(() => null);
    setUnreadable(image === null);
    if (image) designer.trace(placePicture(image, designer.document.hall.width));
  };
  const [from, to] = points;
  const distance = to && Math.round(Math.hypot(to[0] - from[0], to[1] - from[1]));

  return (
    <div class="designer-fields">
      <p class="quiet small">{words.traceNote}</p>
      <div class="designer-field">
        <label for={id}>{words.picture}</label>
        <input
          id={id}
          type="file"
          accept="image/*"
          onChange={({ currentTarget: { files } }) => void open(files?.[0])}
        />
      </div>
      {isUnreadable && <p class="field-error" role="status">{words.pictureFail}</p>}
      {picture && (
        <>
          <NumberInput
            label={words.opacity}
            value={Math.round(picture.opacity * 100)}
            min={5}
            max={100}
            onChange={(percent) => designer.trace({ ...picture, opacity: percent / 100 })}
          />
          {distance
            ? (
              <NumberInput
                label={words.distance}
                value={distance}
                min={1}
                max={100_000}
                onChange={(wanted) => {
                  designer.trace(scaled(picture, points as [Point, Point], wanted));
                  designer.view?.show({});
                }}
              />
            )
            : <p class="small">{words.twoPoints}</p>}
          <button type="button" class="button button-small" onClick={() => designer.trace(null)}>
            {words.removePicture}
          </button>
        </>
      )}
    </div>
  );
}
