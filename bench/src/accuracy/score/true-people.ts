import { span, unite, type Instant, type Span } from "@rollcall/domain";
import { trueSpan, type History, type TrueStay } from "@rollcall/domain/testing";

/** What really happened, as far as it counts: people whose media flowed. */
export interface Truth {
  readonly stays: readonly TrueStay[];
  readonly people: readonly TruePerson[];
}

/** One identity in one room. */
export interface TruePerson {
  readonly key: string;
  readonly stays: readonly TrueStay[];
  /** When they were there. */
  readonly spans: readonly Span[];
}

export const personKey = (room: string, identity: string): string => JSON.stringify([room, identity]);

export function truthOf({ truth, endsAt }: History): Truth {
  const stays = truth.filter(
    ({ kind, hidden, activeAt }) => kind === "STANDARD" && !hidden && activeAt !== null,
  );
  const people = [...Map.groupBy(stays, ({ room, identity }) => personKey(room, identity))].map(
    ([key, own]) => ({ key, stays: own, spans: unite(own.flatMap((stay) => trueSpan(stay, endsAt))) }),
  );
  return { stays, people };
}

/** While the person was there on this session. */
export const whileThere = ({ activeAt, endedAt }: TrueStay, endsAt: Instant): readonly Span[] =>
  activeAt === null ? [] : span(activeAt, endedAt ?? endsAt);
