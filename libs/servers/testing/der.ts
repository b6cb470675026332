/** As much of ASN.1's DER as a certificate needs: each function gives one encoded value. */

export const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));

export const setOf = (part: Buffer): Buffer => tagged(0x31, part);

/** A positive number, most significant byte first. */
export const integer = (bytes: Buffer): Buffer =>
  tagged(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes]));

export const text = (value: string): Buffer => tagged(0x0c, Buffer.from(value));

export const octets = (value: Buffer): Buffer => tagged(0x04, value);

export const bits = (value: Buffer): Buffer => tagged(0x03, Buffer.concat([Buffer.of(0), value]));

export const yes = Buffer.of(0x01, 0x01, 0xff);

/** To the second. Before 2050 there is a shorter form, which nobody insists on. */
export const time = (at: Date): Buffer =>
  tagged(0x18, Buffer.from(`${at.toISOString().replaceAll(/\D/g, "").slice(0, 14)}Z`));

/** Such as `2.5.29.17`. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(inSevens)]));
}

/** A value with a tag that only its place gives a meaning to. */
export const inPlace = (place: number, value: Buffer, isMadeOfParts: boolean): Buffer =>
  tagged((isMadeOfParts ? 0xa0 : 0x80) + place, value);

function tagged(tag: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), length(value.length), value]);
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.of(size);
  return size < 0x100 ? Buffer.of(0x81, size) : Buffer.of(0x82, size >> 8, size & 0xff);
}

function inSevens(value: number): readonly number[] {
  const last = value & 0x7f;
  return value < 0x80 ? [last] : [...inSevens(value >> 7).map((part) => part | 0x80), last];
}
