import { randomBytes } from "node:crypto";
import { isPseudonym, pseudonymFrom } from "@rollcall/contracts";
import type { Stay } from "@rollcall/domain";
import { openBus } from "@rollcall/messaging";
import { ConfigProblems, createLogger } from "@rollcall/runtime";
import { dataDirOf, findNats } from "../addresses.ts";
import { openReading } from "../open-reading.ts";
import { removeCheckpoints } from "../rebuild/checkpoint.ts";
import { shown } from "../shown.ts";
import type { Surroundings } from "../surroundings.ts";
import { countNamed, countOf, erasePerson, type Erasing } from "./erase-person.ts";
import { elsewhereLines, meetingLines, namedTable, openLines, outOfReach } from "./erase-text.ts";

export interface EraseOptions {
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
  /** Seconds that attendance may take to be done with what it has in hand. */
  readonly settle?: number | undefined;
}

/** `rollcall erase <identity>`. Gives the exit code: 0, 1 when they are still named somewhere, 2 without `--yes`. */
export async function erase(
  identity: string,
  { dryRun = false, yes = false, settle = 60 }: EraseOptions,
  surroundings: Surroundings,
): Promise<number> {
  if (identity === "" || isPseudonym(identity)) {
    throw new ConfigProblems([`${shown(identity)} names nobody: it stands for somebody who was erased.`]);
  }
  const { env, stdout, stderr } = surroundings;
  const nats = await findNats(env);
  await using reading = await openReading({ env });
  const log = createLogger("rollcall", { level: env["LOG_LEVEL"] ?? "silent" });
  await using bus = await openBus({ ...nats, name: "rollcall", log, startLimitMs: 5_000 });
  const { store } = reading;
  const settleMs = settle * 1_000;
  const interruption = surroundings.interruption();
  const opened = { store, bus, identity, terminal: stderr, interruption, settleMs };
  const tell = (lines: readonly string[]) => stdout.write(`${lines.join("\n")}\n`);
  if (yes && !dryRun) return await eraseNow({ ...opened, dataDir: dataDirOf(env) }, tell);
  const named = await countNamed({ ...opened, pseudonym: pseudonymFrom(randomBytes(16)) });
  const stays = await store.staysClaiming(identity);
  const none = countOf(named) === 0;
  tell([
    none ? `Nothing names ${shown(identity)}.` : `${shown(identity)} is named here:`,
    ...(none ? [] : namedTable(named, "would be rewritten")),
    ...rest(stays, identity),
    ...elsewhereLines(named),
    ...(none ? [] : [outOfReach]),
    dryRun ? "Nothing was changed." : "Nothing was changed: it cannot be undone, so it needs --yes.",
  ]);
  return dryRun ? 0 : 2;
}

async function eraseNow(
  opened: Omit<Erasing, "pseudonym"> & { readonly dataDir: string },
  tell: (lines: readonly string[]) => void,
): Promise<number> {
  const { store, identity, dataDir } = opened;
  const random = pseudonymFrom(randomBytes(16));
  const { pseudonym } = await store.beginErasure({ identity, pseudonym: random, at: Date.now() });
  const { named, isDone } = await erasePerson({ ...opened, pseudonym });
  const stays = await store.staysClaiming(pseudonym);
  if (isDone) await store.endErasure(pseudonym, Date.now());
  await removeCheckpoints(dataDir);
  tell([
    `${shown(identity)} is ${pseudonym} from now on:`,
    ...namedTable(named, "rewritten"),
    ...rest(stays, identity),
    ...elsewhereLines(named),
    outOfReach,
    ...(isDone ? [] : [notDone]),
  ]);
  return isDone ? 0 : 1;
}

const rest = (stays: readonly Stay[], identity: string): readonly string[] => [
  ...meetingLines(stays, identity),
  ...openLines(stays),
];

const notDone =
  "It is not done: evidence that names them keeps coming, or attendance is not done with what it has. Run this again; it goes on under the same pseudonym.";
