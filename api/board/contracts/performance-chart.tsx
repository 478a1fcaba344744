import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { t } from '../app/messages.ts';
import { timesIn } from '../time/times.ts';
import type { Performance } from './types.ts';

/** Steps of the axis, in seconds: a label names a day, so none is finer. */
const WHOLE_DAYS = [1, 2, 3, 7, 14, 28, 91, 182].map((days) => days * 86_400);

/** Respond, fix and availability over the period, with the availability target as a line; the table below says the same. */
export function PerformanceChart({
  series,
  target,
  zone,
}: {
  readonly series: NonNullable<Performance['series']>;
  readonly target: number | null;
  readonly zone: string;
}) {
  // The parent makes the list anew with each drawing; the chart is made anew only with other figures.
  const content = JSON.stringify(series);
  const box = useRef<HTMLDivElement>(null);
  const dark = useComputedColorScheme('light') === 'dark';
  // biome-ignore lint/correctness/useExhaustiveDependencies: `content` stands for the series
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { zone: known } = timesIn(zone);
    const ink = dark ? '#ced4da' : '#343a40';
    const line = dark ? '#373b41' : '#dee2e6';
    const curve = (label: string, stroke: string, dash: number[], width = 2): uPlot.Series => ({
      ...{ label, stroke, dash, width, spanGaps: true, points: { show: true, size: 5 } },
      value: (_, value) => (value === null ? '–' : `${value.toFixed(2)} %`),
    });
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line } };
    const times = series.map(({ from }) => Date.parse(from) / 1000);
    const data: uPlot.AlignedData = [
      times,
      series.map(({ respond }) => respond.percent),
      series.map(({ fix }) => fix.percent),
      series.map(({ availability }) => availability.percent),
      times.map(() => target),
    ];
    const chart = new uPlot(
      {
        ...{ width: element.clientWidth, height: 230 },
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), known),
        scales: { y: { range: (_, least) => [Math.max(0, Math.min(90, Math.floor(least) - 1)), 100.5] } },
        axes: [
          { ...axis, values: (_, ticks) => ticks.map((tick) => dayAndMonth(tick, known)), incrs: WHOLE_DAYS },
          { ...axis, values: (_, ticks) => ticks.map((tick) => `${tick} %`), size: 60 },
        ],
        series: [
          { label: t('chart.day') },
          curve(t('figure.respond'), dark ? '#74c0fc' : '#1864ab', []),
          curve(t('figure.fix'), dark ? '#ffc078' : '#945200', [8, 4]),
          curve(t('figure.availability'), dark ? '#8ce99a' : '#1e6b31', [2, 3]),
          {
            label: t('chart.target'),
            stroke: dark ? '#ff8787' : '#c1121f',
            width: 1,
            dash: [12, 6],
            points: { show: false },
          },
        ],
      },
      data,
      element,
    );
    const watcher = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: 230 }));
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      chart.destroy();
    };
  }, [content, target, zone, dark]);
  return <div className="chart" ref={box} role="img" aria-label={t('chart.label')} />;
}

const dayAndMonth = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' }).format(at * 1000);
