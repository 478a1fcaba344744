import { z } from 'zod';
import { codeField, dateField, instantOut, lineField } from '../../platform/http/fields.ts';

export const feedBody = z.strictObject({ who: lineField(200) });
export const feedQuery = z.strictObject({ who: lineField(200) });
export const feedParams = z.strictObject({
  code: codeField,
  id: z
    .string()
    .regex(/^\d{1,15}$/, 'Must be the id of a feed')
    .transform(Number),
});
export const tokenParams = z.strictObject({
  file: z.string().regex(/^[A-Za-z0-9_-]{20,100}\.ics$/, 'Must be the address that was given'),
});

const feed = z.object({
  id: z.string(),
  resource: z.string(),
  created_at: instantOut,
  created_by: z.string(),
  revoked_at: instantOut.nullable(),
  revoked_by: z.string().nullable(),
});
export const feedSchema = feed.meta({ id: 'CalendarFeed' });
export const feedsSchema = z.object({ feeds: z.array(feed) });
export const madeFeedSchema = feed
  .extend({
    path: z.string().meta({ description: 'Secret: whoever has it can read the calendar. Told this once.' }),
    url: z.string().nullable().meta({ description: 'null: TURNOUT_URL is not set.' }),
  })
  .meta({ id: 'MadeCalendarFeed' });

export const mapQuery = z.strictObject({ territory: codeField.optional() });
export const routesQuery = z.strictObject({ territory: codeField.optional(), date: dateField.optional() });

const position = z.array(z.number()).min(2).max(2).meta({ description: 'Longitude, latitude: WGS84 decimal degrees.' });
export const geojsonSchema = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({
        type: z.literal('Feature'),
        id: z.string(),
        geometry: z.discriminatedUnion('type', [
          z.object({ type: z.literal('Point'), coordinates: position }),
          z.object({ type: z.literal('LineString'), coordinates: z.array(position).min(2) }),
          z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(position).min(2)) }),
        ]),
        properties: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'FeatureCollection' });
