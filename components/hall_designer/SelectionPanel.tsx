import { useWords } from "@/components/layout/words.tsx";
import type { ChartSeat, SeatFlag } from "@/lib/charts/chart.ts";
import type { DrawingOp } from "@/lib/charts/drawing.ts";
import * as commands from "@/lib/client/hall_designer/commands.ts";
import type { Designer } from "@/lib/client/hall_designer/designer.ts";
import { put } from "@/lib/client/hall_designer/document.ts";
import { changeCapacity } from "@/lib/client/hall_designer/make.ts";
import { isEmpty, objectAt, type Selection } from "@/lib/client/hall_designer/selection.ts";
import { Check, Choice, NumberInput, TextInput } from "./fields.tsx";
import { type Arrangement, ArrangementIcon, arrangements } from "./icons.tsx";

const FLAGS = ["accessible", "companion", "restricted-view"] as const satisfies SeatFlag[];

/** The properties of what is selected, and how it is arranged. */
export function SelectionPanel({ designer }: { designer: Designer }) {
  const words = useWords("hallDesigner");
  designer.revision.value;
  const { document } = designer;
  const selection = designer.selection.value;
  if (isEmpty(selection)) {
    return (
      <section>
        <p class="quiet small">{words.nothingSelected}</p>
        <HallPanel designer={designer} />
      </section>
    );
  }
  const seats = [...selection.seats].map((slot) => document.lists.seats.at(slot)!);
  const isMixed = seats.length > 0 && selection.others.size > 0;
  return (
    <section>
      <h2 class="designer-title">
        {words.selected({
          seats: seats.length,
          both: isMixed ? "yes" : "no",
          objects: selection.others.size,
        })}
      </h2>
      <div class="designer-fields">
        {seats.length > 0 && <SeatsPanel designer={designer} seats={seats} />}
        {seats.length === 0 && selection.others.size === 1 && (
          <ObjectPanel designer={designer} objectKey={[...selection.others][0]} />
        )}
      </div>
      <Arrangements designer={designer} />
    </section>
  );
}

function SeatsPanel({ designer, seats }: { designer: Designer; seats: ChartSeat[] }) {
  const words = useWords("hallDesigner");
  const { document } = designer;
  const { zones, sections } = document.lists;
  const slots = designer.selection.value.seats;
  const same = <Value,>(read: (seat: ChartSeat) => Value): Value | null => {
    const value = read(seats[0]);
    return seats.every((seat) => read(seat) === value) ? value : null;
  };
  const change = (part: Partial<ChartSeat>) =>
    designer.run(commands.changeSeats(document, slots, (seat) => ({ ...seat, ...part })));
  const setFlag = (flag: SeatFlag, isSet: boolean) =>
    designer.run(commands.changeSeats(document, slots, (seat) => {
      if (seat.flags.includes(flag) === isSet) return seat;
      return { ...seat, flags: isSet ? [...seat.flags, flag] : seat.flags.filter((other) => other !== flag) };
    }));
  const section = sections.get(same((seat) => seat.section) ?? "");
  const row = same((seat) => seat.row);
  return (
    <>
      <Choice
        label={words.zone}
        value={same((seat) => seat.zone)}
        options={zones.live().map(({ id, name }) => [id, name])}
        onChange={(zone) => designer.run(commands.setZone(document, designer.selection.value, zone))}
      />
      {section && (
        <>
          <TextInput
            label={words.sectionName}
            value={section.name}
            maxLength={80}
            onChange={(name) => designer.run([put("sections", { ...section, name })])}
          />
          <TextInput
            label={words.floor}
            value={section.floor ?? ""}
            maxLength={80}
            onChange={(floor) => {
              const { floor: _, ...rest } = section;
              designer.run([put("sections", floor.trim() === "" ? rest : { ...rest, floor: floor.trim() })]);
            }}
          />
        </>
      )}
      {row !== null && row !== "" && (
        <TextInput
          label={words.row}
          value={row}
          maxLength={12}
          onChange={(row) => change({ row: row.trim() })}
        />
      )}
      {seats.length === 1 && (
        <TextInput
          label={words.number}
          value={seats[0].number}
          maxLength={12}
          onChange={(number) => change({ number: number.trim() })}
        />
      )}
      <fieldset class="designer-flags">
        <legend>{words.flags}</legend>
        {FLAGS.map((flag) => (
          <Check
            key={flag}
            isChecked={same((seat) => seat.flags.includes(flag))}
            onChange={(isSet) => setFlag(flag, isSet)}
          >
            {words.brushes[flag]}
          </Check>
        ))}
      </fieldset>
      {seats.some(({ flags }) => flags.includes("restricted-view")) && (
        <TextInput
          label={words.note}
          value={same((seat) => seat.note ?? "") ?? ""}
          maxLength={120}
          onChange={(note) =>
            designer.run(
              commands.changeSeats(document, slots, ({ note: _, ...seat }) =>
                note.trim() === "" ? seat : { ...seat, note: note.trim() }),
            )}
        />
      )}
    </>
  );
}

function ObjectPanel({ designer, objectKey }: { designer: Designer; objectKey: string }) {
  const words = useWords("hallDesigner");
  const { document } = designer;
  const object = objectAt(document, objectKey);
  if (!object) return null;
  if ("capacity" in object) {
    const section = document.lists.sections.get(object.id);
    return (
      <>
        <TextInput
          label={words.sectionName}
          value={object.name}
          maxLength={80}
          onChange={(name) =>
            designer.run([
              put("areas", { ...object, name }),
              ...section ? [put("sections", { ...section, name })] : [],
            ])}
        />
        <NumberInput
          label={words.capacity}
          value={object.capacity}
          min={1}
          max={20_000}
          onChange={(capacity) => designer.run(changeCapacity(document, object.id, capacity, designer.newId))}
        />
        <Choice
          label={words.zone}
          value={object.zone}
          options={document.lists.zones.live().map(({ id, name }) => [id, name])}
          onChange={(zone) => designer.run(commands.setZone(document, designer.selection.value, zone))}
        />
      </>
    );
  }
  if (object.kind === "text") {
    return (
      <TextInput
        label={words.text}
        value={object.text}
        maxLength={80}
        onChange={(text) => designer.run([put("shapes", { ...object, text })])}
      />
    );
  }
  return (
    <TextInput
      label={words.label}
      value={object.label ?? ""}
      maxLength={80}
      onChange={(label) => {
        const { label: _, ...rest } = object;
        designer.run([put("shapes", label.trim() === "" ? rest : { ...rest, label: label.trim() })]);
      }}
    />
  );
}

function Arrangements({ designer }: { designer: Designer }) {
  const words = useWords("hallDesigner");
  const { document } = designer;
  const arranged: Record<Arrangement, (selection: Selection) => DrawingOp[]> = {
    left: (selection) => commands.align(document, selection, "left"),
    middle: (selection) => commands.align(document, selection, "middle"),
    right: (selection) => commands.align(document, selection, "right"),
    top: (selection) => commands.align(document, selection, "top"),
    centre: (selection) => commands.align(document, selection, "centre"),
    bottom: (selection) => commands.align(document, selection, "bottom"),
    across: (selection) => commands.distribute(document, selection, "x"),
    down: (selection) => commands.distribute(document, selection, "y"),
    mirror: (selection) => commands.mirror(document, selection, "x"),
    flip: (selection) => commands.mirror(document, selection, "y"),
    turnLeft: (selection) => commands.rotate(document, selection, -15),
    turnRight: (selection) => commands.rotate(document, selection, 15),
  };
  return (
    <div class="designer-arrange" role="group" aria-label={words.arrange}>
      {arrangements.map((name) => (
        <button
          key={name}
          type="button"
          title={words.arrangement[name]}
          aria-label={words.arrangement[name]}
          onClick={() => designer.run(arranged[name](designer.selection.value))}
        >
          <ArrangementIcon arrangement={name} />
        </button>
      ))}
      <button type="button" class="button button-small" onClick={() => designer.duplicate()}>
        {words.duplicate}
      </button>
      <button
        type="button"
        class="button button-small button-danger"
        onClick={() => designer.removeSelected()}
      >
        {words.remove}
      </button>
    </div>
  );
}

function HallPanel({ designer }: { designer: Designer }) {
  const words = useWords("hallDesigner");
  const { width, height } = designer.document.hall;
  return (
    <div class="designer-fields">
      <p class="small">
        {words.hallSize}: <span class="number">{Math.round(width)} × {Math.round(height)}</span>
      </p>
      <button type="button" class="button button-small" onClick={() => designer.fitHall()}>
        {words.fitHall}
      </button>
    </div>
  );
}
