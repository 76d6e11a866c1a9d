import { useWords } from "@/components/layout/words.tsx";
import { numberings } from "@/lib/charts/labels.ts";
import type { Designer } from "@/lib/client/hall_designer/designer.ts";
import { brushes, type Settings, shapeKinds, type ToolName } from "@/lib/client/hall_designer/settings.ts";
import { Check, Choice, NumberInput, TextInput } from "./fields.tsx";

const DRAWS_SEATS = new Set<ToolName>(["rows", "block", "table", "area"]);

/** What the tool in hand draws with. */
export function ToolSettings({ designer }: { designer: Designer }) {
  const words = useWords("hallDesigner");
  const tool = designer.tool.value;
  const settings = designer.settings.value;
  const set = <Name extends keyof Settings>(name: Name) => (value: Settings[Name]) =>
    designer.set(name, value);
  const drawsZone = DRAWS_SEATS.has(tool) || (tool === "brush" && settings.brush === "zone");
  return (
    <div class="designer-fields">
      {tool === "select" && (
        <>
          <Choice
            label={words.reach}
            value={settings.reach}
            options={(["seat", "row", "section"] as const).map((reach) => [reach, words.reaches[reach]])}
            onChange={set("reach")}
          />
          <Check isChecked={settings.isLasso} onChange={set("isLasso")}>{words.lasso}</Check>
        </>
      )}
      {tool === "brush" && (
        <Choice
          label={words.brush}
          value={settings.brush}
          options={brushes.map((brush) => [brush, words.brushes[brush]])}
          onChange={set("brush")}
        />
      )}
      {drawsZone && <ZoneChoice designer={designer} />}
      {tool === "brush" && settings.brush === "restricted-view" && (
        <TextInput label={words.note} value={settings.note} maxLength={120} onChange={set("note")} />
      )}
      {tool === "brush" && (
        <NumberInput
          label={words.brushSize}
          value={settings.brushRadius}
          min={4}
          max={80}
          onChange={set("brushRadius")}
        />
      )}
      {(tool === "rows" || tool === "block") && <RowSettings designer={designer} />}
      {tool === "table" && (
        <>
          <Choice
            label={words.table}
            value={settings.table}
            options={(["round", "long"] as const).map((shape) => [shape, words.tableShapes[shape]])}
            onChange={set("table")}
          />
          <NumberInput
            label={words.tableSeats}
            value={settings.tableSeats}
            min={1}
            max={60}
            onChange={set("tableSeats")}
          />
        </>
      )}
      {tool === "area" && (
        <NumberInput
          label={words.capacity}
          value={settings.capacity}
          min={1}
          max={20_000}
          onChange={set("capacity")}
        />
      )}
      {tool === "shape" && (
        <Choice
          label={words.shape}
          value={settings.shape}
          options={shapeKinds.map((kind) => [kind, words.shapes[kind]])}
          onChange={set("shape")}
        />
      )}
      {tool === "text" && (
        <TextInput label={words.text} value={settings.text} maxLength={80} onChange={set("text")} />
      )}
    </div>
  );
}

function RowSettings({ designer }: { designer: Designer }) {
  const words = useWords("hallDesigner");
  const settings = designer.settings.value;
  const set = <Name extends keyof Settings>(name: Name) => (value: Settings[Name]) =>
    designer.set(name, value);
  const isBlock = designer.tool.value === "block";
  return (
    <>
      <NumberInput label={words.curve} value={settings.curve} min={-180} max={180} onChange={set("curve")} />
      <NumberInput
        label={words.spacing}
        value={settings.seatPitch}
        min={20}
        max={100}
        onChange={set("seatPitch")}
      />
      {isBlock && (
        <NumberInput
          label={words.rowSpacing}
          value={settings.rowPitch}
          min={20}
          max={200}
          onChange={set("rowPitch")}
        />
      )}
      <NumberInput label={words.aisles} value={settings.aisles} min={0} max={6} onChange={set("aisles")} />
      {isBlock && (
        <>
          <NumberInput label={words.taper} value={settings.taper} min={-4} max={4} onChange={set("taper")} />
          <Check isChecked={settings.isStaggered} onChange={set("isStaggered")}>{words.stagger}</Check>
        </>
      )}
      <TextInput label={words.firstRow} value={settings.firstRow} maxLength={4} onChange={set("firstRow")} />
      <Check isChecked={settings.skipsIAndO} onChange={set("skipsIAndO")}>{words.skip}</Check>
      <Choice
        label={words.numbering}
        value={settings.numbering}
        options={numberings.map((numbering) => [numbering, words.numberings[numbering]])}
        onChange={set("numbering")}
      />
    </>
  );
}

function ZoneChoice({ designer }: { designer: Designer }) {
  const words = useWords("hallDesigner");
  designer.revision.value;
  const zones = designer.document.lists.zones.live();
  if (zones.length === 0) return null;
  const current = zones.find(({ id }) => id === designer.settings.value.zone) ?? zones[0];
  return (
    <Choice
      label={words.zone}
      value={current.id}
      options={zones.map(({ id, name }) => [id, name])}
      onChange={(zone) => designer.set("zone", zone)}
    />
  );
}
