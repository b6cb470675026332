import { expect, it } from "vitest";
import { createTeller } from "./tell.ts";

function output(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

const step = { server: "livekit-server", doing: "building 1.13.5 with go" };

it("rewrites the progress in place on a terminal, and starts a new line after it", () => {
  const terminal = output(true);
  const teller = createTeller(terminal);
  teller.progress({ ...step, elapsedSeconds: 1 });
  teller.progress({ ...step, elapsedSeconds: 2 });
  teller.line("done");
  expect(terminal.written.join("")).toBe(
    "\r\u001b[Klivekit-server: building 1.13.5 with go (1 s)" +
      "\r\u001b[Klivekit-server: building 1.13.5 with go (2 s)\ndone\n",
  );
});

it("tells the progress every ten seconds elsewhere", () => {
  const file = output(false);
  const teller = createTeller(file);
  for (let second = 0; second <= 20; second += 1) teller.progress({ ...step, elapsedSeconds: second });
  expect(file.written).toHaveLength(3);
});
