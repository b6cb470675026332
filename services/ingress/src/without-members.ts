/** Where an object of a JSON text stands, braces included, and its members' texts, spaces included. */
type JsonObject = {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly members: readonly { readonly key: string; readonly text: string }[];
};

type Frame = {
  readonly start: number;
  readonly isObject: boolean;
  /** Where the member under way began. */
  memberStart: number;
  key: string | null;
  readonly members: { readonly key: string; readonly text: string }[];
};

/** Members that are not wanted, by the name of the object that they stand in. */
export type Unwanted = ReadonlyMap<string, readonly string[]>;

/**
 * A valid JSON text without some members of objects that stand in the outermost object. Everything else stays byte
 * for byte: numbers of any size, the order of keys, repeated keys.
 */
export function withoutMembers(json: string, unwanted: Unwanted): string {
  let kept = "";
  let from = 0;
  for (const { name, start, end, members } of objectsNamed(json, unwanted)) {
    const wanted = members.filter(({ key }) => !unwanted.get(name)?.includes(key));
    if (wanted.length === members.length) continue;
    kept += `${json.slice(from, start)}{${wanted.map(({ text }) => text).join(",")}}`;
    from = end;
  }
  return kept + json.slice(from);
}

/** Strings and punctuation; what stands between them does not matter here. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],]/gs;

function objectsNamed(json: string, names: Pick<Unwanted, "has">): readonly JsonObject[] {
  const found: JsonObject[] = [];
  const frames: Frame[] = [];
  for (const { 0: text, index } of json.matchAll(token)) {
    const frame = frames.at(-1);
    if (text === "{" || text === "[") {
      frames.push({ start: index, isObject: text === "{", memberStart: index + 1, key: null, members: [] });
    } else if (text === ",") {
      endMember(json, frame, index);
    } else if (text === "}" || text === "]") {
      endMember(json, frames.pop(), index);
      const name = frames.length === 1 ? (frames[0]?.key ?? null) : null;
      if (frame?.isObject && name !== null && names.has(name)) {
        found.push({ name, start: frame.start, end: index + 1, members: frame.members });
      }
    } else if (frame?.isObject) {
      frame.key ??= JSON.parse(text) as string;
    }
  }
  return found;
}

function endMember(json: string, frame: Frame | undefined, index: number): void {
  if (frame === undefined) return;
  if (frame.key !== null) frame.members.push({ key: frame.key, text: json.slice(frame.memberStart, index) });
  frame.key = null;
  frame.memberStart = index + 1;
}
