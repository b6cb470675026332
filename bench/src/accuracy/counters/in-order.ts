import type { Delivery, Poll } from "@rollcall/domain/testing";
import type { Heard } from "./row.ts";

/** Webhooks and polls in the order in which they were heard. */
export function* inOrder({ deliveries, polls }: Heard): Generator<Delivery | Poll> {
  const polled = polls.toSorted((a, b) => a.at - b.at);
  let next = 0;
  for (const delivery of deliveries) {
    for (let poll = polled[next]; poll !== undefined && poll.at <= delivery.at; poll = polled[++next])
      yield poll;
    yield delivery;
  }
  yield* polled.slice(next);
}

export const isPoll = (event: Delivery | Poll): event is Poll => "askedAt" in event;
