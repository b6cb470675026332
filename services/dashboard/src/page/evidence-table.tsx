import type { StayEvidence } from "@rollcall/contracts";
import { exactClockText } from "./words.ts";

const boundaries = {
  joined_at: "Joined",
  active_from: "Connected, not before",
  active_at: "Connected, as told at once",
  active_by: "Connected, at the latest",
  seen_until: "Last seen",
  name: "Name",
  ending: "Ended",
} as const;

/** Every boundary beside the evidence that it rests on. */
export const EvidenceTable = ({ evidence }: { readonly evidence: StayEvidence }) => (
  <div class="evidence">
    <table>
      <caption>
        Session <code>{evidence.stay.sid}</code>
      </caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">When</th>
          <th scope="col">Detail</th>
          <th scope="col">Evidence</th>
        </tr>
      </thead>
      <tbody>
        {evidence.boundaries.map(({ boundary, at, detail, evidence: id, counts }) => (
          <tr key={`${boundary} ${id}`} class={counts ? "" : "void"}>
            <th scope="row">
              {boundaries[boundary]}
              {!counts && " (contradicted, does not count)"}
            </th>
            <td>{exactClockText(at)}</td>
            <td>{detail}</td>
            <td>
              <code>{id}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {evidence.hints.map(({ kind, at }) => (
      <p key={`${kind} ${at}`} class="hint">
        A sign that it may be over, {exactClockText(at)}: {kind.replaceAll("_", " ")}
      </p>
    ))}
  </div>
);
