/** A server-sent event as a browser would see it. */
export interface StreamedEvent {
  readonly name: string;
  readonly json: unknown;
}

/** The events of a stream, one after the other; comments and the like are left out. */
export async function* eventsOf(response: Response): AsyncGenerator<StreamedEvent, void> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    yield* blocks.flatMap(eventIn);
  }
}

function eventIn(block: string): readonly StreamedEvent[] {
  const name = /^event: (.*)$/m.exec(block)?.[1];
  const json = /^data: (.*)$/m.exec(block)?.[1];
  return name === undefined || json === undefined ? [] : [{ name, json: JSON.parse(json) }];
}

/** The next event that meets the condition. */
export async function nextEvent(
  events: AsyncGenerator<StreamedEvent, void>,
  meets: (event: StreamedEvent) => boolean = () => true,
): Promise<StreamedEvent> {
  for (;;) {
    const { value, done } = await events.next();
    if (done === true) throw new Error("the stream ended before");
    if (meets(value)) return value;
  }
}
