import { change } from '../../platform/change.ts';
import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, keyOf, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { codeParams } from '../plans/schema.ts';
import { calendarFeed, endFeed, listFeeds, makeFeed } from './calendar/feeds.ts';
import { resourcesOnMap, routesOnMap, sitesOnMap } from './geojson.ts';
import {
  feedBody,
  feedParams,
  feedQuery,
  feedSchema,
  feedsSchema,
  geojsonSchema,
  madeFeedSchema,
  mapQuery,
  routesQuery,
  tokenParams,
} from './schema.ts';

const tags = ['feeds'];
const GEOJSON = 'application/geo+json; charset=utf-8';

/** Calendars of technicians, and maps. */
export function feedRoutes(app: App, office: Office): void {
  app.post(
    '/resources/:code/calendar-feeds',
    {
      schema: {
        tags,
        summary: 'Make a calendar feed',
        description:
          'A secret address with a technician’s work, turns on call and absences as iCalendar, for any calendar program. Told once; revoke it and make another where it is lost or known to others.',
        params: codeParams,
        querystring: noQuery,
        body: feedBody,
        response: { 201: madeFeedSchema, ...refusals(400, 404, 415) },
      },
    },
    async (request, reply) =>
      send(
        reply,
        // Without an idempotency key, whose kept reply would hold the secret address.
        await change(office, null, (one) => makeFeed(one, office, request.params.code, request.body.who)),
      ),
  );
  app.get(
    '/resources/:code/calendar-feeds',
    {
      schema: {
        tags,
        summary: 'Calendar feeds of a technician',
        params: codeParams,
        querystring: noQuery,
        response: { 200: feedsSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await listFeeds(office, request.params.code)),
  );
  app.delete(
    '/resources/:code/calendar-feeds/:id',
    {
      schema: {
        tags,
        summary: 'Revoke a calendar feed',
        params: feedParams,
        querystring: feedQuery,
        response: { 200: feedSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      const { code, id } = request.params;
      return send(reply, await change(office, keyOf(request), (one) => endFeed(one, code, id, request.query.who)));
    },
  );
  app.get(
    '/feeds/calendar/:file',
    {
      schema: {
        tags,
        summary: 'A technician’s calendar',
        description:
          'text/calendar (RFC 5545), by the secret address. UIDs are stable; SEQUENCE goes up when an entry changes.',
        params: tokenParams,
        querystring: noQuery,
        response: { ...refusals(400, 404) },
      },
      // The address is the secret: it stays out of the log.
      logLevel: 'warn',
    },
    async (request, reply) => {
      const made = await calendarFeed(office, request.params.file.slice(0, -'.ics'.length));
      if (request.headers['if-none-match'] === made.headers.etag) {
        return reply
          .code(304 as never)
          .headers(made.headers)
          .send(undefined as never);
      }
      return send(reply.type('text/calendar; charset=utf-8'), made);
    },
  );

  const maps = [
    ['sites', 'Sites on a map', 'A point each, with its open calls.', sitesOnMap],
    ['resources', 'Technicians on a map', 'A point each, where they are from the last thing reported.', resourcesOnMap],
  ] as const;
  for (const [name, summary, description, make] of maps) {
    app.get(
      `/geojson/${name}`,
      {
        schema: {
          tags,
          summary,
          description: `GeoJSON (RFC 7946). ${description}`,
          querystring: mapQuery,
          response: { 200: geojsonSchema, ...refusals(400, 404) },
        },
      },
      async (request, reply) => send(reply.type(GEOJSON), await make(office, request.query.territory ?? null)),
    );
  }
  app.get(
    '/geojson/routes',
    {
      schema: {
        tags,
        summary: 'Routes on a map',
        description:
          'GeoJSON (RFC 7946). A line for each technician who has work on the date (today where left out): from home through the stops and home, as the crow flies.',
        querystring: routesQuery,
        response: { 200: geojsonSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) =>
      send(reply.type(GEOJSON), await routesOnMap(office, request.query.territory ?? null, request.query.date ?? null)),
  );
}
