import type { EvidenceRecord } from "@rollcall/contracts";
import { minute, second, type Instant } from "@rollcall/domain";
import { censusRecord, listed, snapshotRecord } from "@rollcall/store/testing";
import { attended, nine, said, saidOfRoom, type Person, type Place } from "./said.ts";

export const algebra: Place = { room: "algebra-7", roomSid: "RM_algebra" };

export const alice: Person = { sid: "PA_alice", identity: "alice", name: "Alice Ada", joinedAt: nine };
export const bob: Person = { sid: "PA_bob", identity: "bob", name: "Bob", joinedAt: nine + 60 * second };
export const recorder: Person = {
  sid: "EG_rec",
  identity: "EG_rec",
  kind: "EGRESS",
  hidden: true,
  joinedAt: nine,
};

/** LiveKit was asked for its rooms, and for this one, with success. */
export const asked = (at: Instant, place: Place, present: readonly Person[]): readonly EvidenceRecord[] => [
  censusRecord({ askedAt: at, answeredAt: at + 20 }),
  snapshotRecord({
    id: `SN_${place.roomSid}_${at}`,
    room: place.room,
    roomSids: [place.roomSid],
    roomSid: place.roomSid,
    askedAt: at,
    answeredAt: at + 20,
    present: present.map(({ sid, identity, name = "", joinedAt }) => ({
      ...listed(sid, identity, joinedAt),
      name,
    })),
  }),
];

/** From nine to a quarter to ten: Alice all the time, Bob from 9:01 to 9:31, recorded. */
export const lesson: readonly EvidenceRecord[] = [
  saidOfRoom("room_started", algebra, nine),
  ...attended(algebra, alice, nine + 45 * minute),
  ...attended(algebra, bob, nine + 31 * minute),
  ...attended(algebra, recorder, nine + 45 * minute),
  ...Array.from({ length: 91 }, (_, look) =>
    asked(nine + look * 30 * second + 5 * second, algebra, []),
  ).flat(),
  saidOfRoom("room_finished", algebra, nine + 46 * minute),
];

/** Alice and Bob are in the room; LiveKit was asked ten seconds before `now`. */
export function lessonGoesOn(now: Instant, place = algebra): readonly EvidenceRecord[] {
  const joined = (person: Person, joinedAt: Instant) => ({
    ...person,
    sid: place === algebra ? person.sid : `${person.sid}_${place.roomSid}`,
    joinedAt,
  });
  const people = [joined(alice, now - 20 * minute), joined(bob, now - 19 * minute)];
  return [
    saidOfRoom("room_started", place, now - 20 * minute),
    ...people.map((person) => said("participant_joined", place, person, person.joinedAt)),
    ...asked(now - 10 * second, place, people),
  ];
}
