import {
  type ClockResult,
  type Device,
  type Figures,
  formatDuration,
  formatInstant,
  type Interval,
  type PerformanceScope,
  percentOf,
  type Rate,
  ratePercent,
} from '#engine';
import { at } from '../../platform/views.ts';

const rateView = (rate: Rate) => ({ percent: ratePercent(rate), ...rate });

/** Weights are scaled by a million: what is left are weighted milliseconds. */
const MILLION = 1_000_000;
const length = (weighted: bigint, weight: number): string =>
  formatDuration(Number(weighted / BigInt(Math.round(weight * MILLION))));

/** Weight by which the times of a scope are divided: a device shows real time, pooled scopes carry the weights (rule 11.4). */
export const shownWeight = ({ kind }: PerformanceScope, devices: readonly Pick<Device, 'weight'>[]): number =>
  kind === 'device' ? (devices[0]?.weight ?? 1) : 1;

/** Figures as they leave: percentages from 0 to 100 or null, lengths of time as ISO 8601. `weight`: see `shownWeight`. */
export const figuresView = ({ respond, fix, availability }: Figures, weight = 1) => ({
  respond: rateView(respond),
  fix: rateView(fix),
  availability: {
    percent: percentOf(availability),
    service_time: length(availability.whole, weight),
    downtime: length(availability.whole - availability.part, weight),
  },
});
export type FiguresView = ReturnType<typeof figuresView>;

export const periodView = ({ start, end }: Interval) => ({ from: formatInstant(start), to: formatInstant(end) });

export const clockView = (result: ClockResult) => ({
  call: result.call,
  device: result.device,
  clock: result.clock,
  outcome: result.outcome,
  logged_at: formatInstant(result.loggedAt),
  target: formatDuration(result.target),
  deadline: formatInstant(result.deadline),
  event: at(result.event),
  late: formatDuration(result.late),
  late_counted: formatDuration(result.lateCounted),
  excuse: result.excuse,
});

/** Figures in one row of a table. */
export const figuresRow = ({ respond, fix, availability }: FiguresView) => ({
  respond_percent: respond.percent,
  respond_met: respond.met,
  respond_missed: respond.missed,
  respond_open: respond.open,
  respond_excused: respond.excused,
  fix_percent: fix.percent,
  fix_met: fix.met,
  fix_missed: fix.missed,
  fix_open: fix.open,
  fix_excused: fix.excused,
  availability_percent: availability.percent,
  service_time: availability.service_time,
  downtime: availability.downtime,
});
export const FIGURE_COLUMNS = [
  ...['respond_percent', 'respond_met', 'respond_missed', 'respond_open', 'respond_excused'],
  ...['fix_percent', 'fix_met', 'fix_missed', 'fix_open', 'fix_excused'],
  ...['availability_percent', 'service_time', 'downtime'],
];
