import { TOWN } from './town.ts';

const SITES = 26;
const code = (k: number): string => String(k).padStart(2, '0');
const table = (header: string, rows: readonly string[]): string => `${[header, ...rows].join('\n')}\n`;

/** A territory of so many sites with a call each, which the plan by order alone drives to and fro. */
export function scatteredTown(): Readonly<Record<string, string>> {
  const all = Array.from({ length: SITES }, (_, k) => k + 1);
  // A low-discrepancy scatter: neighbours in the order lie far apart.
  const place = (k: number): string =>
    `${(51.3 + ((k * 0.6180339887) % 1) * 0.5).toFixed(4)},${(-0.5 + ((k * 0.7548776662) % 1) * 0.8).toFixed(4)}`;
  return {
    ...TOWN,
    'sites.csv': table('code,customer,name,latitude,longitude,time_zone,territory', [
      ...all.map((k) => `N${code(k)},CITY,Site ${code(k)},${place(k)},UTC,NORTH`),
      'S1,CITY,South Station,51.40,-0.10,UTC,SOUTH',
    ]),
    'devices.csv': table('code,contract,site,model', [
      ...all.map((k) => `LIFT-${code(k)},MAIN,N${code(k)},L1`),
      'ESC-1,MAIN,S1,E1',
    ]),
    'calls.csv': table(
      'number,device,contact,description,logged_at',
      all.map((k) => `C-${code(k)},LIFT-${code(k)},Desk,stuck,2026-06-01T0${k % 9}:${code(k + 10)}:00Z`),
    ),
    'resources.csv': table('code,name,skills,territory,latitude,longitude,calendar', [
      'ANN,Ann,lift;escalator,NORTH,51.50,-0.11,DAY',
      'BOB,Bob,lift,NORTH,51.60,-0.30,DAY',
      'DAN,Dan,lift,NORTH,51.40,0.10,DAY',
      'CAT,Cat,lift;escalator,SOUTH,51.40,-0.11,DAY',
    ]),
  };
}
