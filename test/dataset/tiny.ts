import { parseDataset } from '../../engine/dataset/index.ts';
import type { Dataset } from '../../engine/model/dataset.ts';
import type { Problem } from '../../engine/model/problem.ts';

/** A dataset of one of everything, faultless; tests spoil it in one place. */
export const TINY: Readonly<Record<string, string>> = {
  'customers.csv': 'code,name\nmetro,Metro Lifts\n',
  'territories.csv': 'code,name,time_zone\nnorth,North,Europe/London\n',
  'calendars.csv':
    'code,hours,holidays\noffice,Mo-Fr 08:00-18:00; PH off,2026-12-25;2026-12-28\nnight,Mo-Su 22:00-06:00,\n',
  'contracts.csv':
    'code,customer,name,currency,time_zone,starts_on,ends_on,auto_renew,renewal_term,notice_period,base_fee,payment_period,approval_over,clock_stopping_holds,reopen\n' +
    'C1,metro,Main,GBP,Europe/London,2026-01-01,2026-12-31,yes,P1Y,P3M,100000.00,quarter,PT8H;PT4H,no access;waiting for customer,new\n',
  'skills.csv': 'code,name\nlift,Lifts\nwelsh,\n',
  'models.csv':
    'code,name,skills,repair_time,maintenance_every,maintenance_time\nM1,Lift,lift:2,PT2H,P6M,PT1H\nM2,Gate,,PT30M,,\n',
  'sites.csv':
    'code,customer,name,latitude,longitude,time_zone,territory,address,skills\n' +
    'S1,metro,"Station, North",51.5,-0.12,Europe/London,north,"1 High St, London",welsh\nS2,metro,South,51.4,-0.1,Europe/London,north,,\n',
  'zones.csv': 'code,name,required_available\nZ1,Lifts north,1\n',
  'devices.csv':
    'code,contract,site,model,zone,groups,weight,installed_on,retired_on,warranty_until\n' +
    'D1,C1,S1,M1,Z1,old;busy,2.5,2020-01-01,,2027-01-01\nD2,C1,S1,M2,,,,2020-01-01,2026-05-31,\nD3,C1,S1,M2,,,,2026-06-01,,\n',
  'regimes.csv':
    'code,calendar,respond_within,fix_within,clock,availability_target\nR1,office,PT1H,PT4H,,99.5\nR2,night,,P2D,elapsed,\n',
  'regime_rules.csv':
    'contract,customer,site,zone,model,valid_from,valid_to,hours,regime\nC1,,,,,,,,R1\n,metro,S1,Z1,M1,2026-01-01,2026-12-31,Sa 10:00-12:00,R2\n',
  'priority_rules.csv': 'dimension,code,contract,valid_from,valid_to,hours,level\nsite,S1,C1,,,,2\ncontract,C1,,,,,3\n',
  'reliability_targets.csv': 'code,device,group,model,zone,max_failures,window\nT1,,old,,,3,P30D\nT2,D1,,,,1,P7D\n',
  'special_days.csv':
    'site,from,to,effect,regime,level,label\nS1,2026-07-04,2026-07-04,service-affecting,R2,1,Cup final\n' +
    'S2,2026-08-01T00:00:00+01:00,2026-08-02,non-service-affecting,,,Closed\n',
  'escalations.csv': 'contract,customer,clock,at,raise_to,notify\nC1,,respond,80,high,a@example.org;b@example.org\n',
  'resources.csv':
    'code,name,skills,territory,latitude,longitude,calendar,max_calls,hourly_cost,speed\nann,Ann,lift:3;welsh,north,51.5,-0.1,office,6,42.50,\nbob,Bob,,north,51.5,-0.1,night,,,0.8\n',
  'absences.csv': 'resource,from,to,reason\nann,2026-06-01T08:00:00+01:00,2026-06-01T12:00:00+01:00,training\n',
  'calls.csv':
    'number,device,site,model,contact,description,type,logged_at,occurred_at,service_affecting,estimated_time,earliest,latest,status,resource,pinned,responded_at,fixed_at,closed_at,holds,duplicate_of,excuse\n' +
    '1001,D1,,,Jo,"Stuck, ""again""",,2026-06-01T09:00:00+01:00,2026-06-01T08:50:00+01:00,,PT3H,,,on-hold,ann,1,2026-06-01T09:30:00+01:00,,,2026-06-01T11:00:00+01:00//no access;2026-06-01T10:00:00+01:00/2026-06-01T10:30:00+01:00/parts a/b,,\n' +
    ',,S1,M2,Jo,Gate,maintenance,2026-06-01T09:00:00+01:00,,,,2026-06-02T09:00:00+01:00,2026-06-02T12:00:00+01:00,,,,,,,,,\n' +
    '1003,D1,S1,M1,Jo,Stuck,fault,2026-06-01T09:10:00+01:00,,no,,,,closed,,,,2026-06-01T12:00:00+01:00,2026-06-01T13:00:00+01:00,,1001,excusing-cause\n',
};

/** The tiny dataset with some files changed (null: left out). */
export function tiny(changes: Readonly<Record<string, string | null>> = {}): Map<string, string> {
  const files = new Map(Object.entries(TINY));
  for (const [name, text] of Object.entries(changes)) {
    if (text === null) files.delete(name);
    else files.set(name, text);
  }
  return files;
}

/** The tiny dataset with one cell changed; `row` as a spreadsheet counts. Only for files without quoted cells before it. */
export function withCell(file: string, row: number, column: string, value: string): Map<string, string> {
  const lines = (TINY[file] ?? '').split('\n');
  const at = (lines[0] ?? '').split(',').indexOf(column);
  const cells = (lines[row - 1] ?? '').split(',');
  cells[at] = /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  lines[row - 1] = cells.join(',');
  return tiny({ [file]: lines.join('\n') });
}

export function problemsOf(files: ReadonlyMap<string, string>): readonly Problem[] {
  const parsed = parseDataset(files);
  return parsed.ok ? [] : parsed.problems;
}

export function datasetOf(files: ReadonlyMap<string, string>): Dataset {
  const parsed = parseDataset(files);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems, null, 1));
  return parsed.value.dataset;
}

/** What a test says of a problem. */
export const brief = ({ code, file, row, field, value }: Problem) => ({ code, file, row, field, value });
