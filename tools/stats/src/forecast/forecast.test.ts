import { describe, expect, it } from "vitest";
import { airPassengers, nile } from "#testing-fixtures/known-series.ts";
import { createNoise, series } from "#testing-fixtures/noise.ts";
import { chooseForecast } from "./choose-forecast.ts";
import { forecastByDrift } from "./drift.ts";
import { forecastByHolt } from "./holt.ts";
import type { Forecaster } from "./prediction.ts";
import { createSarimaForecaster } from "./sarima.ts";

const pause = async (): Promise<void> => {};
const values = (found: { readonly values: Float64Array } | null) => [...(found?.values ?? [])];

/** The share of simulated futures that lie within the 95 % interval. */
function coverage(forecast: Forecaster, simulate: (seed: number) => Float64Array, ahead: number): number {
  let inside = 0;
  let count = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const whole = simulate(seed);
    const prediction = forecast(whole.subarray(0, whole.length - ahead), ahead);
    for (let step = 0; step < ahead; step++, count++) {
      const error = (whole[whole.length - ahead + step] as number) - (prediction?.values[step] as number);
      if (Math.abs(error) <= 1.96 * (prediction?.deviations?.[step] ?? 0)) inside++;
    }
  }
  return inside / count;
}

const localTrend = (seed: number) => {
  const noise = createNoise(seed);
  let level = 100;
  let slope = 0.5;
  return series(110, () => {
    slope += 0.05 * noise();
    level += slope + 0.3 * noise();
    return level + noise();
  });
};

describe("forecastByDrift", () => {
  it("goes on by the mean step, with R's interval", () => {
    const found = forecastByDrift(nile, 2);
    expect(values(found)).toEqual([expect.closeTo(740 - 380 / 99, 9), expect.closeTo(740 - (2 * 380) / 99, 9)]);
    const sigma = 168.1319153540656;
    expect(found?.deviations?.[0]).toBeCloseTo(sigma * Math.sqrt(1 + 1 / 99), 9);
    expect(found?.deviations?.[1]).toBeCloseTo(sigma * Math.sqrt(2 * (1 + 2 / 99)), 9);
  });

  it("has no interval for two samples and nothing to say of one", () => {
    expect(forecastByDrift(Float64Array.of(1, 3), 2)).toMatchObject({
      values: Float64Array.of(5, 7),
      deviations: null,
    });
    expect(forecastByDrift(Float64Array.of(1), 2)).toBeNull();
  });
});

describe("forecastByHolt", () => {
  it("goes on along an exact line, surely", () => {
    const found = forecastByHolt(
      series(30, (index) => 5 + 2 * index),
      3,
    );
    expect(values(found)).toEqual([65, 67, 69].map((value) => expect.closeTo(value, 6)));
    expect(found?.deviations?.[2]).toBeLessThan(1e-6);
  });

  it("comes near statsmodels' ETS(A,A,N) on the Nile", () => {
    const [first] = values(forecastByHolt(nile, 5));
    expect(Math.abs((first as number) - 802.47)).toBeLessThan(30);
  });

  it("covers the future about as often as it says", () => {
    const share = coverage(forecastByHolt, localTrend, 10);
    expect(share).toBeGreaterThan(0.85);
    expect(share).toBeLessThanOrEqual(1);
  });

  it("asks for eight samples", () => {
    expect(
      forecastByHolt(
        series(7, (index) => index),
        1,
      ),
    ).toBeNull();
  });
});

describe("createSarimaForecaster", () => {
  it("gives statsmodels' forecast and variance for the airline model", () => {
    const forecast = createSarimaForecaster({ period: 12 });
    const found = forecast(airPassengers.map(Math.log), 12);
    const known = [6.11018286, 6.05377045, 6.17170545, 6.1992979, 6.23255418];
    expect(values(found).slice(0, 5)).toEqual(known.map((value) => expect.closeTo(value, 3)));
    const variances = [...(found?.deviations ?? [])].map((deviation) => deviation ** 2);
    expect(variances.slice(0, 3)).toEqual(
      [0.00134796, 0.00183048, 0.00231301].map((value) => expect.closeTo(value, 5)),
    );
  });

  it("stands very large and very small numbers, and the longest series it passes on", () => {
    const forecast = createSarimaForecaster({ period: null });
    const noise = createNoise(3);
    for (const scale of [1e-12, 1e12]) {
      expect(
        forecast(
          series(60, () => scale * (5 + noise())),
          2,
        )?.values.every(Number.isFinite),
      ).toBe(true);
    }
    expect(
      forecast(
        series(50_000, () => noise()),
        2,
      )?.values,
    ).toHaveLength(2);
    expect(forecast(new Float64Array(60).fill(7), 2)?.values).toEqual(Float64Array.of(7, 7));
    expect(
      forecast(
        series(29, () => noise()),
        2,
      ),
    ).toBeNull();
  });

  it("covers the future about as often as it says", () => {
    const share = coverage(
      createSarimaForecaster({ period: null }),
      (seed) => {
        const noise = createNoise(seed);
        let level = 0;
        return series(120, () => (level += noise()));
      },
      8,
    );
    expect(share).toBeGreaterThan(0.88);
  });
});

describe("chooseForecast", () => {
  it("takes the season into the last year of the airline passengers, within 6 % on average", async () => {
    const found = await chooseForecast(airPassengers.subarray(0, 132), { period: 12, horizon: 12, pause });
    const errors = values(found?.prediction ?? null).map((value, month) => {
      const actual = airPassengers[132 + month] as number;
      return Math.abs(value - actual) / actual;
    });
    expect(errors.reduce((sum, error) => sum + error, 0) / 12).toBeLessThan(0.06);
    expect(found?.backtests).toHaveLength(3);
  });

  it("prefers the plainer method where nothing is gained, and follows a line", async () => {
    const found = await chooseForecast(
      series(60, (index) => 3 * index),
      { period: null, horizon: 5, pause },
    );
    expect(found?.method).toBe("drift");
    expect(values(found?.prediction ?? null)[4]).toBeCloseTo(192, 6);
  });

  it("answers for two samples and not for one", async () => {
    expect(await chooseForecast(Float64Array.of(1, 2), { period: null, horizon: 2, pause })).toMatchObject({
      method: "drift",
    });
    expect(await chooseForecast(Float64Array.of(1), { period: null, horizon: 2, pause })).toBeNull();
  });

  it("stops between fits when it is no longer wanted", async () => {
    const stop = async (): Promise<void> => {
      throw new Error("no longer wanted");
    };
    await expect(chooseForecast(nile, { period: null, horizon: 2, pause: stop })).rejects.toThrow("no longer wanted");
  });
});
