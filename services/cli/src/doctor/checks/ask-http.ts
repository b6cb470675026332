const limitMs = 3_000;

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** What an address answers; null when it cannot be reached. */
export async function askHttp(url: URL, init: RequestInit = {}): Promise<HttpAnswer | null> {
  try {
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(limitMs) });
    return { status: response.status, text: await response.text() };
  } catch {
    // The caller says that it cannot be reached.
    return null;
  }
}
