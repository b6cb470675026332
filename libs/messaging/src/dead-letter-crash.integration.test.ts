import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { nanos } from "@nats-io/transport-node";
import { consumers, streams, subjects } from "@rollcall/contracts";
import { expect, it } from "vitest";
import { inStream, progress } from "../testing/in-stream.ts";
import { startOwnBus, type OwnBus } from "../testing/own-bus.ts";
import { consumeDeadLetters } from "./dead-letter-backstop.ts";
import { deadLetterHeaders } from "./dead-letter.ts";
import { publish } from "./publish.ts";

const program = fileURLToPath(new URL("../testing/crashing-program.ts", import.meta.url));
const { stream, durable } = consumers.attendance;

/** A bus whose consumer notices in a second that a process died, and gives up after so many deliveries. */
async function startImpatientBus(max_deliver: number): Promise<OwnBus> {
  const own = await startOwnBus();
  await own.bus.jsm.consumers.update(stream, durable, { ack_wait: nanos(1_000), max_deliver });
  return own;
}

function start({ server }: OwnBus, moment: string) {
  const args = ["--conditions=@rollcall/source", program, server.url, moment];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  return { child, exited: once(child, "exit") };
}

/** Runs it again and again, as whatever looks after services does, until nothing waits; how often it died. */
async function runUntilSettled(own: OwnBus, moment: string): Promise<number> {
  for (let deaths = 0; ; deaths += 1) {
    const { child, exited } = start(own, moment);
    const isDead = () => child.exitCode !== null || child.signalCode !== null;
    const isSettled = async () => {
      const { waiting, unsettled } = await progress(own.bus, stream, durable);
      return waiting + unsettled === 0;
    };
    await expect.poll(async () => isDead() || (await isSettled()), { timeout: 30_000 }).toBe(true);
    if (isDead()) continue;
    child.kill("SIGKILL");
    await exited;
    return deaths;
  }
}

/** Among others, so that they are taken together. */
async function publishPoison({ bus }: OwnBus) {
  const bodies = [...numbered(5, "before"), "poison", ...numbered(20, "after")];
  for (const body of bodies) {
    await publish(bus, { subject: subjects.webhook("participant_left"), id: `EV_${body}`, body });
  }
}

const numbered = (count: number, name: string) => Array.from({ length: count }, (_, n) => `${name} ${n}`);

const lettersIn = ({ bus }: OwnBus) => inStream(bus, streams.dead, subjects.dead(durable));

it("keeps a message over which every process dies, and lets everything else through", async () => {
  await using own = await startImpatientBus(6);
  await publishPoison(own);
  await using backstop = await consumeDeadLetters(own.bus);
  expect(backstop).toBeDefined();
  expect(await runUntilSettled(own, "handling")).toBe(6);
  await expect
    .poll(() => lettersIn(own), { timeout: 20_000 })
    .toMatchObject([
      {
        text: "poison",
        headers: { [deadLetterHeaders.code]: "unexpected_error", [deadLetterHeaders.attempts]: "6" },
      },
    ]);
}, 120_000);

it.each([
  ["before the dead letter is stored", "message.failed"],
  ["between the dead letter and the end of the message", "message.dead"],
])(
  "keeps a message once when the process dies %s",
  async (_, moment) => {
    await using own = await startImpatientBus(15);
    await publishPoison(own);
    await using backstop = await consumeDeadLetters(own.bus);
    expect(backstop).toBeDefined();
    const dying = start(own, moment);
    await dying.exited;
    const stored = await lettersIn(own);
    expect(stored).toHaveLength(moment === "message.dead" ? 1 : 0);
    expect(await runUntilSettled(own, "never")).toBe(0);
    expect(await lettersIn(own)).toMatchObject([
      { text: "poison", headers: { [deadLetterHeaders.code]: "schema_invalid" } },
    ]);
  },
  60_000,
);
