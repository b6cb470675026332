import { viewerToken } from "../viewer-token.ts";
import { compare } from "./compare.ts";
import { playLesson } from "./lesson.ts";
import { readRunning } from "./read-running.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
const startedAt = Date.now();
const write = (text: string) => void process.stdout.write(`${text}\n`);
const tell = (line: string) => {
  const elapsed = Math.round((Date.now() - startedAt) / 1_000);
  write(`${String(Math.floor(elapsed / 60))}:${String(elapsed % 60).padStart(2, "0")}  ${line}`);
};

try {
  const running = await readRunning(process.env["DATA_DIR"] || ".rollcall");
  const room = `lesson-${new Date().toISOString().slice(11, 19).replaceAll(":", "")}`;
  const token = await viewerToken(running);
  write(`A lesson of two minutes in the room ${room}. Watch it: ${running.queryUrl}/#token=${token}\n`);
  const access = { url: running.livekitUrl, apiKey: running.apiKey, apiSecret: running.apiSecret };
  const truth = await playLesson(access, room, tell, stop.signal);
  tell("What Rollcall has on record, beside what truly happened:\n");
  write(await compare(running.queryUrl, token, room, truth));
  write("\nEvery number has its evidence: click a name on the page, or GET /api/stays/{sid}/evidence.");
} catch (failure) {
  if (!stop.signal.aborted) write(failure instanceof Error ? failure.message : String(failure));
  process.exitCode = stop.signal.aborted ? 130 : 1;
}
process.exit();
