const limitMs = 3_000;

/** The text at an address; null when it cannot be had. */
export async function readAnswer(url: URL): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(limitMs), redirect: "manual" });
    const text = await response.text();
    return response.ok ? text : null;
  } catch {
    // The caller says that it cannot be read.
    return null;
  }
}
