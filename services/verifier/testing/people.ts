import { emptyStay, type Listed, type Stay } from "@rollcall/domain";

export const noon = 1_795_000_000_000;

export interface Person {
  readonly sid: string;
  readonly identity: string;
  readonly joinedAt: number;
}

/** Somebody whose session began ten minutes before noon, unless said otherwise. */
export const person = (identity: string, over: Partial<Person> = {}): Person => ({
  sid: `PA_${identity}`,
  identity,
  joinedAt: noon - 600_000,
  ...over,
});

export const listedAs = ({ sid, identity, joinedAt }: Person, state: Listed["state"] = "ACTIVE"): Listed => ({
  sid,
  identity,
  name: "",
  kind: "STANDARD",
  hidden: false,
  joinedAt,
  state,
});

/** The stay that is open with us. */
export const openStay = ({ sid, identity, joinedAt }: Person, roomSid = "RM_algebra"): Stay => ({
  ...emptyStay(sid),
  room: [{ rank: 0, value: "algebra" }],
  roomSid: [{ rank: 0, value: roomSid }],
  identity: [{ rank: 0, value: identity }],
  joinedAt: { at: joinedAt, by: "EV_joined" },
  activeBy: { at: joinedAt + 1_000, by: "EV_joined" },
});
