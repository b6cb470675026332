/** A subject with its variable tokens (hashes and numbers) left out, for names of spans and attributes of metrics. */
export const subjectTemplate = (subject: string): string =>
  subject
    .split(".")
    .map((token) => (/^([0-9a-f]{16,}|\d+)$/.test(token) ? "*" : token))
    .join(".");
