import { describeStore } from "../testing/conformance.ts";
import { MemoryStore } from "../testing/memory-store.ts";

describeStore("memory", async () => new MemoryStore());
