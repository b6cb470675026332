import type { StoreReader } from "@rollcall/store";
import { observe } from "@rollcall/telemetry";

/** Tells, until disposed, how large the archive is, and how full the disk that it lies on. */
export function watchUsage(store: Pick<StoreReader, "usage">): Disposable {
  const watching = new DisposableStack();
  watching.use(observe("archiveSize", async () => (await store.usage()).archiveBytes));
  watching.use(
    observe("diskFilled", async () => {
      const { diskFilled } = await store.usage();
      if (diskFilled === null) throw new Error("MongoDB does not tell of its disk");
      return diskFilled;
    }),
  );
  return watching;
}
