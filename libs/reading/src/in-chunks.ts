/** Maps a list, this many at a time, in order. */
export async function inChunks<T, R>(
  list: readonly T[],
  atOnce: number,
  map: (entry: T) => Promise<R>,
): Promise<readonly R[]> {
  const mapped: R[] = [];
  for (let begin = 0; begin < list.length; begin += atOnce) {
    mapped.push(...(await Promise.all(list.slice(begin, begin + atOnce).map(map))));
  }
  return mapped;
}
