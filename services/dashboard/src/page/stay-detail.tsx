import type { ApiStay, StayEvidence } from "@rollcall/contracts";
import { useState } from "preact/hooks";
import type { Api } from "./api.ts";
import { EvidenceTable } from "./evidence-table.tsx";
import { at } from "./timeline.ts";
import { endingText, exactClockText } from "./words.ts";

interface StayDetailProps {
  readonly api: Api;
  readonly stay: ApiStay;
}

/** One stay with the bounds of its start and end, and its evidence when asked for. */
export function StayDetail({ api, stay }: StayDetailProps) {
  const [evidence, setEvidence] = useState<StayEvidence | "failed" | null>(null);
  const show = () => {
    api.evidence(stay.sid).then(setEvidence, () => setEvidence("failed"));
  };
  return (
    <li>
      <p>
        <span>
          <Moment of={stay.start} /> – {stay.end === null ? "now" : <Moment of={stay.end} />}
        </span>
        <span class="ending">{endingText(stay)}</span>
        {evidence === null && (
          <button class="quiet" type="button" onClick={show}>
            Evidence
          </button>
        )}
      </p>
      {evidence === "failed" && <p class="notice bad">The evidence could not be read.</p>}
      {evidence !== null && evidence !== "failed" && <EvidenceTable evidence={evidence} />}
    </li>
  );
}

/** An instant, and its bounds where they are more than two seconds apart. */
function Moment({ of: { at: time, earliest, latest } }: { readonly of: ApiStay["start"] }) {
  const isExact = at(latest) - at(earliest) <= 2_000;
  return (
    <span class="moment">
      {exactClockText(time)}
      {!isExact && (
        <span class="range">
          {" "}
          ({exactClockText(earliest)} to {exactClockText(latest)})
        </span>
      )}
    </span>
  );
}
