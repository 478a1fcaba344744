import { addDays, instant, type LocalDate, localDateAt, startOfDay } from '#engine';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import type { Reply } from '../../platform/transaction.ts';
import { at, siteOf } from '../../platform/views.ts';
import { Refusal } from '../../problem.ts';
import { readRoute } from '../../store/index.ts';
import { whereabouts, whereaboutsView } from '../people/resources.ts';

/** RFC 7946: longitude first. */
type Position = readonly [longitude: number, latitude: number];
type Geometry =
  | { readonly type: 'Point'; readonly coordinates: Position }
  | { readonly type: 'LineString'; readonly coordinates: readonly Position[] }
  | { readonly type: 'MultiLineString'; readonly coordinates: readonly (readonly Position[])[] };

interface Feature {
  readonly type: 'Feature';
  readonly id: string;
  readonly geometry: Geometry;
  readonly properties: Readonly<Record<string, unknown>>;
}

const positionOf = ({ latitude, longitude }: { latitude: number; longitude: number }): Position => [
  longitude,
  latitude,
];
const feature = (id: string, geometry: Geometry, properties: Feature['properties']): Feature => ({
  type: 'Feature',
  id,
  geometry,
  properties,
});
const collection = (features: readonly Feature[]): Reply => ({
  status: 200,
  headers: {},
  body: { type: 'FeatureCollection', features },
});

async function dayOf(office: Office, territory: string | null): Promise<Day> {
  const day = await office.desk.upToDate(office.store.em(), office.clock());
  if (territory !== null && !day.tables.territories.has(territory)) {
    throw new Refusal('territory-not-found', `There is no territory ${territory}.`);
  }
  return day;
}

/** Sites with how many calls are open there, and the most urgent of them. */
export async function sitesOnMap(office: Office, territory: string | null): Promise<Reply> {
  const { tables, book } = await dayOf(office, territory);
  const openAt = Map.groupBy(book.all(), ({ number }) => siteOf(tables, book.call(number)!).code);
  const sites = tables.reference.sites.filter((site) => territory === null || site.territory === territory);
  return collection(
    sites.map((site) => {
      const open = openAt.get(site.code) ?? [];
      const [first] = open;
      return feature(
        site.code,
        { type: 'Point', coordinates: positionOf(site) },
        {
          code: site.code,
          name: site.name,
          customer: site.customer,
          territory: site.territory,
          address: site.address,
          open_calls: open.length,
          most_urgent: first === undefined ? null : { number: first.number, class: first.class, due: at(first.due) },
        },
      );
    }),
  );
}

/** Technicians where they are, from the last thing reported. */
export async function resourcesOnMap(office: Office, territory: string | null): Promise<Reply> {
  const day = await dayOf(office, territory);
  const people = await whereabouts(day, office.store.em(), territory);
  return collection(
    people.map((person) => {
      const { code, position, ...properties } = whereaboutsView(person);
      return feature(
        code,
        { type: 'Point', coordinates: positionOf(position) },
        {
          code,
          ...properties,
          at: position.at,
          site: position.site,
          since: position.since,
        },
      );
    }),
  );
}

/**
 * The way of each technician on a date of their territory: from home through their stops and home again, straight from
 * place to place. Cut at the date line, where it crosses it.
 */
export async function routesOnMap(office: Office, territory: string | null, date: LocalDate | null): Promise<Reply> {
  const { tables, book } = await dayOf(office, territory);
  const em = office.store.em();
  const features: Feature[] = [];
  for (const resource of tables.reference.resources) {
    if (territory !== null && resource.territory !== territory) continue;
    const { timeZone } = tables.territories.get(resource.territory)!;
    const day = date ?? localDateAt(book.now, timeZone);
    const during = { start: instant(startOfDay(day, timeZone)), end: instant(startOfDay(addDays(day, 1), timeZone)) };
    const stops = (await readRoute(em, resource.code, during)).flatMap((allocation) => {
      const call = book.call(allocation.call);
      return call === null ? [] : [{ allocation, site: siteOf(tables, call) }];
    });
    if (stops.length === 0) continue;
    const way = [resource, ...stops.map(({ site }) => site), resource].map(positionOf);
    features.push(
      feature(resource.code, lineOf(way), {
        resource: resource.code,
        name: resource.name,
        territory: resource.territory,
        date: day,
        stops: stops.map(({ allocation, site }) => ({
          call: allocation.call,
          site: site.code,
          arrival: at(allocation.arrival),
          start: at(allocation.start),
          finish: at(allocation.finish),
          fixed: allocation.fixed,
        })),
      }),
    );
  }
  return collection(features);
}

/** RFC 7946, section 3.1.9: a line that crosses the antimeridian is cut in two there. */
export function lineOf(way: readonly Position[]): Geometry {
  const parts: Position[][] = [[]];
  way.forEach((position, k) => {
    const before = way[k - 1];
    if (before !== undefined && Math.abs(position[0] - before[0]) > 180) {
      const side = before[0] > 0 ? 180 : -180;
      const beyond = position[0] + (before[0] > 0 ? 360 : -360);
      const share = beyond === before[0] ? 0 : (side - before[0]) / (beyond - before[0]);
      const latitude = before[1] + share * (position[1] - before[1]);
      parts.at(-1)!.push([side, latitude]);
      parts.push([[-side, latitude]]);
    }
    parts.at(-1)!.push(position);
  });
  const [only] = parts;
  return parts.length === 1 && only !== undefined
    ? { type: 'LineString', coordinates: only }
    : { type: 'MultiLineString', coordinates: parts };
}
