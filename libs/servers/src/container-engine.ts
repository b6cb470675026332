import { readFile } from "node:fs/promises";
import type { ServerKind } from "./server-kind.ts";

const images = new URL("../../../deploy/images.env", import.meta.url);

/** Why no container can be started here, or `undefined` when a container engine answers. */
export async function containerEngineProblem(): Promise<string | undefined> {
  // Loaded only here: it is large, and most machines never come this far.
  const { getContainerRuntimeClient } = await import("testcontainers");
  try {
    await getContainerRuntimeClient();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The image that `deploy/images.env` pins for this server. */
export async function imageOf(kind: ServerKind): Promise<string> {
  const line = (await readFile(images, "utf8")).split("\n").find((text) => text.startsWith(`${kind.image}=`));
  if (line === undefined) throw new Error(`deploy/images.env does not name ${kind.image}`);
  return line.slice(kind.image.length + 1).trim();
}
