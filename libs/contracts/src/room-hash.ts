import { createHash } from "node:crypto";
import type { RoomHash } from "./subjects.ts";

/** The first 128 bits of SHA-256 over the room's name, in hexadecimal. */
export const roomHash = (room: string): RoomHash =>
  createHash("sha256").update(room).digest("hex").slice(0, 32) as RoomHash;
