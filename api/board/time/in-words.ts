import { t } from '../app/messages.ts';
import type { Times } from './times.ts';

const INSTANT = /\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?:Z| ?([+-]\d\d:\d\d))/g;
const DURATION = /\bP(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\b/g;

/** A text of the API with its instants and ISO durations as people read them, in the zone of the page. */
export function inWords(text: string, times: Times, now: number): string {
  return text
    .replace(INSTANT, (written: string, date: string, time: string, offset = 'Z') => {
      const at = Date.parse(`${date}T${time}${offset}`);
      return Number.isNaN(at) ? written : times.short(at, now);
    })
    .replace(
      DURATION,
      (written: string, weeks?: string, days?: string, hours?: string, minutes?: string, seconds?: string) => {
        const parts = [
          [weeks, t('unit.weeks')],
          [days, t('unit.days')],
          [hours, t('unit.hours')],
          [minutes, t('unit.minutes')],
          // Seconds beside hours are noise to the reader.
          [hours === undefined ? seconds : undefined, t('unit.seconds')],
        ].filter(([count]) => count !== undefined);
        return parts.length === 0 ? written : parts.map(([count, unit]) => `${count} ${unit}`).join(' ');
      },
    );
}
