import { parseArgs } from "node:util";
import { table, type Figure } from "../figure.ts";
import { join, leave, stay, vanish } from "./acts.ts";
import { memoryOf } from "./memory.ts";
import { peopleInRooms } from "./person.ts";
import { openRecords } from "./records.ts";
import type { Scene } from "./scene.ts";
import { openStage } from "./stage.ts";

const { values } = parseArgs({
  options: { people: { type: "string", default: "10000" }, room: { type: "string", default: "25" } },
});
const people = peopleInRooms(Number(values.people), Number(values.room));
const oneInTen = people.filter((_, number) => number % 10 === 0);

const figures: Figure[] = [];
const broken: string[] = [];
const tell = (line: string) => process.stderr.write(`${line}\n`);

tell("Starting nats-server, mongod, the four services and a simulated LiveKit …");
await using stage = await openStage();
const scene: Scene = {
  ...{ stage, people },
  records: await openRecords(stage.services.queryUrl),
  note(figure) {
    figures.push(figure);
    tell(`  ${figure.what} ${figure.value}`);
  },
  broken: (promise) => void broken.push(promise),
};
tell(`${people.length} people join …`);
await join(scene);
tell("They stay for a minute, and their statuses are read …");
await stay(scene);
tell(`${oneInTen.length} of them go without a word …`);
await vanish(scene, oneInTen);
tell("The others leave …");
await leave(scene, oneInTen);
figures.push(...(await memoryOf(stage.services)));

process.stdout.write(`${table(`${people.length} people at once, in rooms of ${values.room}`, figures)}\n`);
for (const promise of broken) process.stdout.write(`BROKEN: ${promise}.\n`);
process.exitCode = broken.length === 0 ? 0 : 1;
