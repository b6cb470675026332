/** Controls, and marks that turn the direction of writing: in a name from outside they could forge a line. */
const forging = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** A text from outside as a terminal may show it: on one line, nothing in it obeyed. */
export const shown = (text: string): string =>
  text.replace(forging, (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
