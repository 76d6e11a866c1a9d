import { useEffect, useState } from "preact/hooks";
import { useWords } from "@/components/layout/words.tsx";
import type { ChartSeat } from "@/lib/charts/chart.ts";
import { numberings } from "@/lib/charts/labels.ts";
import type { LabelRule } from "@/lib/charts/relabel.ts";
import { relabel } from "@/lib/client/hall_designer/commands.ts";
import type { Designer } from "@/lib/client/hall_designer/designer.ts";
import { hallOfSeats } from "@/lib/client/hall_designer/preview.ts";
import { Check, Choice, NumberInput, TextInput } from "./fields.tsx";

const usual: LabelRule = {
  firstRow: "A",
  skipsIAndO: true,
  fromBack: false,
  numbering: "left-to-right",
  firstNumber: 1,
  step: 1,
};

/** New names for the rows and seats of the section in hand: seen on the plan before they are set. */
export function LabelsPanel({ designer }: { designer: Designer }) {
  const words = useWords("hallDesigner");
  const [rule, setRule] = useState(usual);
  const revision = designer.revision.value;
  const [first] = designer.selection.value.seats;
  const seat = first === undefined ? undefined : designer.document.lists.seats.at(first);
  const section = seat && designer.document.lists.sections.get(seat.section);
  const ops = section ? relabel(designer.document, section.id, rule) : [];
  const changed = (ops ?? []).flatMap((op) => "put" in op ? [op.value as ChartSeat] : []);

  useEffect(() => {
    designer.view?.show({ hall: hallOfSeats(designer.document, changed) });
  }, [rule, section, revision]);
  useEffect(() => () => designer.view?.show({}), []);

  const change = (part: Partial<LabelRule>) => setRule({ ...rule, ...part });
  const nameOf = ({ row, number }: ChartSeat) => `${row} ${number}`.trim();
  return (
    <div class="designer-fields">
      {section ? <p class="quiet small">{section.name}</p> : <p class="quiet small">{words.noSection}</p>}
      <Check
        isChecked={rule.firstRow === null}
        onChange={(keeps) => change({ firstRow: keeps ? null : usual.firstRow })}
      >
        {words.keepRows}
      </Check>
      {rule.firstRow !== null && (
        <>
          <TextInput
            label={words.firstRow}
            value={rule.firstRow}
            maxLength={4}
            onChange={(firstRow) => change({ firstRow })}
          />
          <Check isChecked={rule.skipsIAndO} onChange={(skipsIAndO) => change({ skipsIAndO })}>
            {words.skip}
          </Check>
          <Check isChecked={rule.fromBack} onChange={(fromBack) => change({ fromBack })}>
            {words.fromBack}
          </Check>
        </>
      )}
      <Choice
        label={words.numbering}
        value={rule.numbering ?? "keep"}
        options={[...numberings, "keep" as const].map((
          numbering,
        ) => [numbering, words.numberings[numbering]])}
        onChange={(numbering) => change({ numbering: numbering === "keep" ? null : numbering })}
      />
      <NumberInput
        label={words.firstNumber}
        value={rule.firstNumber}
        min={0}
        max={9_999}
        onChange={(firstNumber) => change({ firstNumber })}
      />
      <Check isChecked={rule.step === 2} onChange={(isTwo) => change({ step: isTwo ? 2 : 1 })}>
        {words.oddOnly}
      </Check>
      {ops === null && <p class="field-error" role="status">{words.labelsFail}</p>}
      {changed.length > 0 && (
        <p class="small" role="status">
          {words.labelsNote({ from: nameOf(changed[0]), to: nameOf(changed.at(-1)!) })}
        </p>
      )}
      <button
        type="button"
        class="button button-small"
        disabled={changed.length === 0}
        onClick={() => designer.run(ops)}
      >
        {words.setLabels}
      </button>
    </div>
  );
}
