import 'leaflet/dist/leaflet.css';
import './map.css';
import { useComputedColorScheme } from '@mantine/core';
import L from 'leaflet';
import { useEffect, useRef } from 'react';
import { t } from '../app/messages.ts';
import { useNow } from '../app/times-context.tsx';
import type { Dispatch } from '../data/dispatch-store.ts';
import type { BoardSettings, QueueCall } from '../data/types.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { clockOf } from '../parts/face.tsx';
import { type ClockFace, clockState } from '../time/countdown.ts';
import { hullOf } from './hull.ts';

/** No closer than this when it fits itself: a street, not a doormat. */
const CLOSEST = 14;
/** State of a site is that of its worst call. */
const WORST: readonly ClockFace['state'][] = ['red', 'amber', 'green', 'out', 'paused', 'none'];
const COLOURS: Readonly<Record<ClockFace['state'], string>> = {
  ...{ red: '#e03131', amber: '#e67700', green: '#2b8a3e', out: '#868e96', paused: '#5f3dc4', none: '#868e96' },
};

/** A canvas on which a drawing that was asked for before the map was taken away does no harm. */
const Ground = L.Canvas.extend({
  _redraw(this: { _ctx?: unknown }) {
    if (this._ctx !== undefined) (L.Canvas.prototype as unknown as { _redraw: () => void })._redraw.call(this);
  },
}) as unknown as new () => L.Canvas;

/**
 * Sites with open calls, technicians and routes. The ground is the map's own (a grid and the outline of each
 * territory): nothing is fetched from another host, unless the server names one for map tiles.
 */
export function MapPanel({
  dispatch,
  chosen,
  onChoose,
}: {
  readonly dispatch: Dispatch;
  readonly chosen: string | null;
  readonly onChoose: (number: string) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map | null>(null);
  const layers = useRef<L.LayerGroup | null>(null);
  /** Territory to which it was fitted; null: to none yet. */
  const fitted = useRef<string | null>(null);
  const lone = useRef(false);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  const minute = useNow(60);
  const dark = useComputedColorScheme('light') === 'dark';

  useEffect(() => {
    if (box.current === null) return;
    const made = L.map(box.current, {
      ...{ renderer: new Ground() as L.Renderer, attributionControl: false, zoomSnap: 0.5, minZoom: 2, maxZoom: 18 },
      ...{ center: [0, 0] as [number, number], zoom: 2 },
    });
    L.control.scale({ imperial: false }).addTo(made);
    layers.current = L.layerGroup().addTo(made);
    map.current = made;
    const watcher = new ResizeObserver(() => made.invalidateSize());
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      made.remove();
      map.current = null;
      fitted.current = null;
    };
  }, []);

  const tiles = useLoaded<BoardSettings>('board/settings').value?.tiles ?? null;
  useEffect(() => {
    if (tiles === null || map.current === null) return;
    const ground = L.tileLayer(tiles, { maxZoom: 18 }).addTo(map.current);
    return () => void ground.remove();
  }, [tiles]);

  useEffect(() => {
    const group = layers.current;
    if (group === null || map.current === null) return;
    group.clearLayers();
    const ink = dark ? '#ced4da' : '#343a40';
    drawTerritories(group, dispatch, ink);
    drawRoutes(group, dispatch, chosen, dark);
    const sites = Map.groupBy(dispatch.rows.values(), ({ site }) => site);
    for (const calls of sites.values())
      drawSite(group, calls, dispatch.places, chosen, minute, (number) => choose.current(number));
    drawPeople(group, dispatch, chosen, ink);
    const points = [...dispatch.rows.values()].map(
      ({ latitude, longitude }) => [latitude, longitude] as [number, number],
    );
    if (points.length === 0) return;
    const bounds = L.latLngBounds(points);
    // Fitted once for each territory; again where it was fitted to a lone place, or where everything lies elsewhere by
    // now, as after an import. Else the reader's view stays.
    if (fitted.current === dispatch.territory && !lone.current && map.current.getBounds().intersects(bounds)) return;
    map.current.fitBounds(bounds, { padding: [24, 24], animate: false, maxZoom: CLOSEST });
    fitted.current = dispatch.territory;
    lone.current = bounds.getNorthEast().equals(bounds.getSouthWest());
  }, [dispatch, chosen, minute, dark]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a choice moves the map, what happens to the call does not
  useEffect(() => {
    const call = chosen === null ? undefined : dispatch.rows.get(chosen);
    if (call === undefined || map.current === null) return;
    const point: [number, number] = [call.latitude, call.longitude];
    if (!map.current.getBounds().pad(-0.1).contains(point)) map.current.panTo(point);
  }, [chosen]);

  return (
    <section className="panel map-panel" aria-labelledby="map-title">
      <header className="panel-head">
        <h2 id="map-title">{t('map.title')}</h2>
        <p className="summary map-legend">
          <span className="face red">■ {t('map.missed')}</span> <span className="face amber">▲ {t('map.soon')}</span>{' '}
          <span className="face green">● {t('map.time')}</span> <span>◇ {t('map.people')}</span>
        </p>
      </header>
      <div className="map" ref={box} role="application" aria-label={t('map.label')} />
    </section>
  );
}

function drawTerritories(group: L.LayerGroup, { rows, resources, territories }: Dispatch, ink: string): void {
  const points = new Map<string, [number, number][]>();
  const add = (territory: string, latitude: number, longitude: number) => {
    const list = points.get(territory);
    if (list === undefined) points.set(territory, [[latitude, longitude]]);
    else list.push([latitude, longitude]);
  };
  for (const { territory, latitude, longitude } of rows.values()) add(territory, latitude, longitude);
  for (const { territory, position } of resources) add(territory, position.latitude, position.longitude);
  for (const { code, name } of territories) {
    const own = points.get(code);
    if (own === undefined || own.length < 3) continue;
    const style = { color: ink, weight: 1, dashArray: '4 4', fill: true, fillOpacity: 0.04, interactive: false };
    L.polygon(hullOf(own), style).addTo(group);
    const top = own.reduce((best, each) => (each[0] > best[0] ? each : best));
    L.marker(top, {
      icon: L.divIcon({ className: 'territory-name', html: '', iconSize: [0, 0] }),
      interactive: false,
      keyboard: false,
    })
      .bindTooltip(escaped(name), { permanent: true, direction: 'top', className: 'territory-label' })
      .addTo(group);
  }
}

/** The chosen call's technician in full colour, the others faint. */
function drawRoutes(
  group: L.LayerGroup,
  { plans, rows, resources, allocations }: Dispatch,
  chosen: string | null,
  dark: boolean,
): void {
  const holder = chosen === null ? undefined : allocations.get(chosen)?.resource;
  const people = new Map(resources.map((person) => [person.code, person]));
  for (const plan of plans.values()) {
    for (const [code, stops] of Map.groupBy(plan.allocations, ({ resource }) => resource)) {
      const from = people.get(code)?.position;
      const points = stops
        .toSorted((a, b) => (a.start < b.start ? -1 : 1))
        .flatMap(({ call }): [number, number][] => {
          const row = rows.get(call);
          return row === undefined ? [] : [[row.latitude, row.longitude]];
        });
      if (from !== undefined) points.unshift([from.latitude, from.longitude]);
      if (points.length < 2) continue;
      const own = code === holder;
      const style = own
        ? { color: dark ? '#74c0fc' : '#1864ab', weight: 3, opacity: 0.95 }
        : { color: dark ? '#ced4da' : '#495057', weight: 1, opacity: 0.25 };
      L.polyline(points, { ...style, interactive: false }).addTo(group);
    }
  }
}

function drawSite(
  group: L.LayerGroup,
  calls: readonly QueueCall[],
  places: ReadonlyMap<string, number>,
  chosen: string | null,
  now: number,
  choose: (number: string) => void,
): void {
  const states = calls.map((call) => clockState(clockOf(call), now));
  const state = WORST.find((each) => states.includes(each)) ?? 'none';
  const first = calls.toSorted((a, b) => (places.get(a.number) ?? 0) - (places.get(b.number) ?? 0))[0]!;
  const own = calls.some(({ number }) => number === chosen);
  L.circleMarker([first.latitude, first.longitude], {
    ...{ radius: own ? 10 : Math.min(9, 4 + calls.length), color: own ? '#1864ab' : '#fff', weight: own ? 3 : 1 },
    ...{ fillColor: COLOURS[state], fillOpacity: 0.95 },
  })
    .bindTooltip(escaped(t('map.site', { site: first.site_name, calls: calls.map(({ number }) => number).join(', ') })))
    .on('click', () => choose(first.number))
    .addTo(group);
}

function drawPeople(
  group: L.LayerGroup,
  { resources, allocations, names }: Dispatch,
  chosen: string | null,
  ink: string,
): void {
  const holder = chosen === null ? undefined : allocations.get(chosen)?.resource;
  for (const { code, name, state, position } of resources) {
    if (state === 'off' || state === 'absent') continue;
    const { latitude, longitude } = position;
    const own = code === holder;
    const size = own ? 0.0035 : 0.0022;
    const diamond: [number, number][] = [
      [latitude + size, longitude],
      [latitude, longitude + size * 1.5],
      [latitude - size, longitude],
      [latitude, longitude - size * 1.5],
    ];
    L.polygon(diamond, { color: ink, weight: own ? 3 : 1.5, fillColor: own ? '#1c7ed6' : '#fff', fillOpacity: 0.9 })
      .bindTooltip(escaped(`${names.get(code) ?? name}: ${t(`person.${state}`)}`))
      .addTo(group);
  }
}

/** Leaflet writes tooltips as HTML. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
