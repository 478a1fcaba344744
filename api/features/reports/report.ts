import type { z } from 'zod';
import type { Day } from '../../platform/desk.ts';
import type { Em, ReportFilter } from '../../store/index.ts';

/** What may be asked of every report. */
export type ReportQuery = {
  readonly [K in Exclude<keyof ReportFilter, 'classes'>]?: ReportFilter[K] | undefined;
};

/** What a report is made of. */
export interface ReportContext<Q> {
  readonly em: Em;
  readonly day: Day;
  /** With the period as it came out. */
  readonly filter: ReportFilter;
  readonly query: Q;
  /** One more than will be shown, so that it can be said that there are more. */
  readonly atMost: number;
}

export interface ReportRows {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Cursor of the next page; left out where the report has no pages. */
  readonly next?: string | null;
}

/** One report of the catalogue. */
export interface Report {
  readonly name: string;
  readonly title: string;
  /** What is counted, and how: shown with the figures and in the API's description. */
  readonly definition: string;
  /** A row; its keys are the columns of the table. */
  readonly row: z.ZodObject;
  /** Beside the filter and the limit. */
  readonly options: z.ZodRawShape;
  readonly pages: boolean;
  readonly run: (context: ReportContext<never>) => Promise<ReportRows>;
}

/** Keeps what a report's own options are to its `run`. */
export const report = <Q>(
  made: Omit<Report, 'run' | 'pages'> & {
    readonly pages?: boolean;
    readonly run: (context: ReportContext<Q>) => Promise<ReportRows>;
  },
): Report => ({ pages: false, ...made }) as Report;
