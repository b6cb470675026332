import type { Letter, LetterHead } from "@rollcall/contracts";
import type { LetterHead as ReadHead } from "@rollcall/dead-letters";
import type { ReadLetter } from "@rollcall/messaging";

/** So that an answer goes into one message of NATS, whatever a letter holds. */
const most = { text: 500, headers: 50, header: 2_000, body: 64 * 1_024 };

export const headAnswer = (letter: ReadHead): LetterHead => ({
  number: letter.number,
  givenUpAt: new Date(letter.at).toISOString(),
  reason: cut(letter.code),
  error: cut(letter.detail),
  attempts: Number.isSafeInteger(letter.attempts) ? letter.attempts : 0,
  consumer: cut(letter.consumer),
  subject: cut(letter.subject),
  id: letter.id === "" ? null : cut(letter.id),
  traceId: letter.traceId,
});

/** All of a letter, as far as it is not too long to be shown. */
export function letterAnswer(letter: ReadLetter): Letter {
  const { stream, sequence, data } = letter;
  const headers = Object.entries(letter.headers);
  const body = new TextDecoder().decode(data.subarray(0, most.body));
  const isCut =
    data.length > most.body ||
    headers.length > most.headers ||
    headers.some(([name, value]) => name.length > most.text || value.length > most.header);
  return {
    ...headAnswer(letter),
    stream: cut(stream),
    sequence: Number.isSafeInteger(sequence) ? sequence : 0,
    headers: headers
      .slice(0, most.headers)
      .map(([name, value]) => ({ name: cut(name), value: cut(value, most.header) })),
    ...{ body, bodyBytes: data.length, isCut },
  };
}

const cut = (text: string, length = most.text): string => text.slice(0, length);
