import { reaching } from "./mongo-failure.ts";
import type { StoreUsage } from "./port.ts";
import type { Collections } from "./stored.ts";

/** The right to read is enough. */
export function usageOf({ db, evidence }: Collections): Promise<StoreUsage> {
  return reaching(async () => {
    const statistics = evidence.aggregate<{ size: number }>(
      [{ $collStats: { storageStats: {} } }, { $project: { size: "$storageStats.totalSize" } }],
      { readConcern: { level: "local" } },
    );
    const parts = await statistics.toArray();
    const { fsUsedSize: used, fsTotalSize: total } = await db.command({ dbStats: 1 });
    return {
      archiveBytes: parts.reduce((sum, { size }) => sum + size, 0),
      diskFilled: typeof used === "number" && typeof total === "number" && total > 0 ? used / total : null,
    };
  });
}
