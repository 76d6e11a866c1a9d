import { useWords } from "@/components/layout/words.tsx";
import type { Chooser } from "@/lib/client/seat_map/chooser.ts";
import type { MapEvent } from "@/lib/client/seat_map/map_event.ts";
import { ChosenSeats } from "./ChosenSeats.tsx";
import { PanelFoot } from "./PanelFoot.tsx";
import { useSignalValue } from "./use_signal_value.ts";

/** The chosen seats with total, clock and button, updated live. Loaded when the buyer is about to choose. */
export function LiveChoice({ chooser, event, now }: {
  chooser: Chooser;
  event: MapEvent;
  now: number;
}) {
  const { seats, hold, isWorking } = useSignalValue(() => ({
    seats: chooser.seats.value,
    hold: chooser.hold.value,
    isWorking: chooser.isWorking.value,
  }));
  return (
    <div class="panel-choice">
      <ChosenSeats
        seats={seats}
        event={event}
        onRemove={(ids) => chooser.choose((choice) => choice.remove(ids))}
      />
      <PanelFoot
        seats={seats}
        hold={hold}
        isReady={!isWorking}
        event={event}
        now={now}
        onExtend={() => chooser.choose((choice) => choice.extend())}
        onOver={() => chooser.choose((choice) => choice.reload())}
      />
    </div>
  );
}

/** What has happened, and what can be done about it. */
export function PanelMessage({ chooser }: { chooser: Chooser }) {
  const words = useWords("seatChoice");
  const message = useSignalValue(() => chooser.message.value);
  return message && (
    <div class="notice" data-kind="warning">
      {message.texts.map((text) => <p key={text}>{text}</p>)}
      <div class="cluster">
        {message.offer && (
          <button
            type="button"
            class="button button-small"
            onClick={() => chooser.choose((choice) => choice.takeOffer(message.offer!))}
          >
            {message.offer.text}
          </button>
        )}
        <button
          type="button"
          class="button button-small button-plain"
          onClick={() => chooser.message.value = null}
        >
          {words.close}
        </button>
      </div>
    </div>
  );
}
