import type { Instant } from "../src/index.ts";

/** What will happen and when: the clock of a simulated world. */
export interface Agenda {
  now: Instant;
  /** A binary heap by instant, then by order of entry. */
  readonly waiting: Appointment[];
  entered: number;
}

interface Appointment {
  readonly at: Instant;
  readonly order: number;
  readonly act: () => void;
}

/** Something that takes time: it yields the instant at which it goes on. */
export type Steps<Result = void> = Generator<Instant, Result, void>;

export const agendaFrom = (now: Instant): Agenda => ({ now, waiting: [], entered: 0 });

/** Lets `act` happen at `at`, or now when that is past. */
export function schedule(agenda: Agenda, at: Instant, act: () => void): void {
  const appointment = { at: Math.max(at, agenda.now), order: agenda.entered++, act };
  let place = agenda.waiting.push(appointment) - 1;
  while (place > 0) {
    const above = (place - 1) >> 1;
    const parent = agenda.waiting[above];
    if (parent === undefined || isBefore(parent, appointment)) break;
    agenda.waiting[place] = parent;
    place = above;
  }
  agenda.waiting[place] = appointment;
}

/** Starts `steps` at `at`. */
export function start(agenda: Agenda, at: Instant, steps: Steps): void {
  const goOn = () => {
    const step = steps.next();
    if (step.done !== true) schedule(agenda, step.value, goOn);
  };
  schedule(agenda, at, goOn);
}

/** Lets everything happen until `until`. */
export function runUntil(agenda: Agenda, until: Instant): void {
  for (let next = agenda.waiting[0]; next !== undefined && next.at <= until; next = agenda.waiting[0]) {
    removeFirst(agenda.waiting);
    agenda.now = next.at;
    next.act();
  }
  agenda.now = until;
}

const isBefore = (a: Appointment, b: Appointment): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order);

function removeFirst(heap: Appointment[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let place = 0;
  for (;;) {
    const left = heap[2 * place + 1];
    const right = heap[2 * place + 2];
    const smaller = right !== undefined && left !== undefined && isBefore(right, left) ? right : left;
    if (smaller === undefined || isBefore(last, smaller)) break;
    heap[place] = smaller;
    place = smaller === right ? 2 * place + 2 : 2 * place + 1;
  }
  heap[place] = last;
}
