import { TOWN } from './town.ts';

export const lines = (...rows: string[]): string => `${rows.join('\n')}\n`;

/** The town with a zone of which two devices are needed, groups, weights, a special day, a device retired in June, and a past. */
export const CITY: Readonly<Record<string, string>> = {
  ...TOWN,
  'contracts.csv': lines(
    'code,customer,currency,time_zone,starts_on,base_fee,clock_stopping_holds,reopen',
    'MAIN,CITY,GBP,Europe/London,2020-01-01,1000.00,no access,continue',
    'NEW,CITY,GBP,America/New_York,2020-01-01,1000.00,no access,new',
  ),
  'zones.csv': lines('code,name,required_available', 'HALL,Hall,2', 'YARD,Yard,'),
  'devices.csv': lines(
    'code,contract,site,model,zone,groups,weight,retired_on',
    'LIFT-1,MAIN,N1,L1,HALL,A,2,',
    'LIFT-2,MAIN,N1,L1,HALL,A;B,1,',
    'LIFT-4,MAIN,S1,L1,HALL,,1,2026-06-20',
    'ESC-1,MAIN,S1,E1,YARD,B,0.5,',
    'LIFT-3,NEW,N1,L1,,,1,',
  ),
  'special_days.csv': lines(
    'site,from,to,effect',
    'S1,2026-05-23,2026-05-24,non-service-affecting',
    'N1,2026-05-30,2026-05-30,service-affecting',
  ),
  'calls.csv': lines(
    'number,device,contact,description,type,logged_at,occurred_at,status,responded_at,fixed_at,duplicate_of,excuse',
    'P-1,LIFT-1,Ann,stuck,fault,2026-05-22T20:00:00Z,2026-05-22T18:00:00Z,closed,2026-05-22T21:00:00Z,2026-05-23T06:00:00Z,,',
    'P-2,LIFT-2,Ann,stuck,fault,2026-05-23T02:00:00Z,,closed,2026-05-23T05:00:00Z,2026-05-23T08:00:00Z,,',
    'P-3,LIFT-1,Ann,again,fault,2026-05-23T03:00:00Z,,closed,2026-05-22T21:00:00Z,2026-05-23T06:00:00Z,P-1,'.replace(
      ',2026-05-22T21',
      ',2026-05-23T04',
    ),
    'P-4,ESC-1,Ann,stuck,fault,2026-05-25T02:00:00Z,,closed,2026-05-25T03:00:00Z,2026-05-26T08:00:00Z,,relief-event',
    'P-5,ESC-1,Ann,stuck,fault,2026-05-28T02:00:00Z,,closed,2026-05-28T13:00:00Z,2026-05-28T18:00:00Z,,excusing-cause',
    'P-6,LIFT-4,Ann,stuck,fault,2026-05-31T22:30:00Z,,on-site,2026-05-31T23:30:00Z,,,',
    'P-7,LIFT-3,Ann,stuck,fault,2026-05-31T23:30:00Z,,closed,2026-06-01T02:00:00Z,2026-06-01T03:00:00Z,,',
    'P-8,LIFT-2,Ann,check,maintenance,2026-05-20T08:00:00Z,,cancelled,,,,',
  ),
};
