import { metrics, type Counter, type Histogram, type Meter, type MeterProvider } from "@opentelemetry/api";
import {
  counters,
  durationBuckets,
  gauges,
  histograms,
  sizeBuckets,
  type Attributes,
  type CounterName,
  type GaugeName,
  type HistogramName,
} from "./names.ts";

type Instruments = {
  readonly meter: Meter;
  readonly counters: Map<CounterName, Counter>;
  readonly histograms: Map<HistogramName, Histogram>;
};

// An instrument belongs to the provider that made it; without a provider it costs nothing and records nothing.
const instrumentsOf = new WeakMap<MeterProvider, Instruments>();

/** Adds to a counter. */
export function count(name: CounterName, attributes: Attributes = {}, amount = 1): void {
  const { meter, counters: made } = instruments();
  const counter = made.get(name) ?? createCounter(meter, name);
  made.set(name, counter);
  counter.add(amount, attributes);
}

/** Records one value of a histogram, in the unit that its name has in the registry: durations in seconds. */
export function record(name: HistogramName, value: number, attributes: Attributes = {}): void {
  const { meter, histograms: made } = instruments();
  const histogram = made.get(name) ?? createHistogram(meter, name);
  made.set(name, histogram);
  histogram.record(value, attributes);
}

/** Reads a gauge's value at each collection, until disposed. A value that cannot be read is left out of it. */
export function observe(
  name: GaugeName,
  read: () => number | Promise<number>,
  attributes: Attributes = {},
): Disposable {
  const { name: metric, unit, meaning } = gauges[name];
  const gauge = instruments().meter.createObservableGauge(metric, { unit, description: meaning });
  const callback: Parameters<typeof gauge.addCallback>[0] = async (result) => {
    try {
      result.observe(await read(), attributes);
    } catch {
      // Whoever does more with what is away says so.
    }
  };
  gauge.addCallback(callback);
  return { [Symbol.dispose]: () => gauge.removeCallback(callback) };
}

/** Seconds since an instant of `performance.now()`. */
export const secondsSince = (startedAt: number) => (performance.now() - startedAt) / 1000;

function instruments(): Instruments {
  const provider = metrics.getMeterProvider();
  const known = instrumentsOf.get(provider);
  if (known) return known;
  const made = { meter: provider.getMeter("rollcall"), counters: new Map(), histograms: new Map() };
  instrumentsOf.set(provider, made);
  return made;
}

function createCounter(meter: Meter, name: CounterName): Counter {
  const { name: metric, unit, meaning } = counters[name];
  return meter.createCounter(metric, { unit, description: meaning });
}

function createHistogram(meter: Meter, name: HistogramName): Histogram {
  const { name: metric, unit, meaning } = histograms[name];
  const explicitBucketBoundaries = [...(unit === "s" ? durationBuckets : sizeBuckets)];
  return meter.createHistogram(metric, { unit, description: meaning, advice: { explicitBucketBoundaries } });
}
