import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Change, change, type Reply } from '../../platform/change.ts';
import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, ifMatchOf, keyOf, send, waitOf } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { codeParams } from '../plans/schema.ts';
import { withPlansAfter } from '../plans/wait-for-replan.ts';
import { calendarList, putRow, readRow } from '../tables/edit-tables.ts';
import { changeShift, endOnCall, lend, putOnCall, setBreaks } from './change-shifts.ts';
import { endAbsence, logOff, logOn, recordAbsence } from './record-absence.ts';
import { resourceList, rotaOf } from './resources.ts';
import {
  absenceBody,
  breaksBody,
  byBody,
  byQuery,
  calendarBody,
  calendarsSchema,
  dateParams,
  fromParams,
  loanBody,
  onCallBody,
  resourceBody,
  resourcesQuery,
  resourcesSchema,
  rotaChangedSchema,
  rotaSchema,
  rowChangedSchema,
  rowSchema,
  shiftChangeBody,
  sickBody,
} from './schema.ts';

const tags = ['people'];
const REFUSED = refusals(400, 404, 409, 412, 415, 422);
const WAITS = 'Affected calls are listed as they were planned before; `Prefer: wait=N` waits for the plans made after.';

/** Who works when and where: absences, shifts, loans, breaks, turns on call, calendars, resources. */
export function peopleRoutes(app: App, office: Office): void {
  /** One change, then, where the caller waits, the plans that come of it. */
  const run = async (
    request: FastifyRequest,
    reply: FastifyReply,
    work: (one: Change) => Promise<Reply>,
    options = {},
  ): Promise<FastifyReply> => {
    const made = await change(office, keyOf(request), work, options);
    return send(reply, await withPlansAfter(office, made, waitOf(request)));
  };
  const who = (given: { readonly who: string; readonly why?: string | undefined }) => ({
    who: given.who,
    why: given.why ?? null,
  });

  app.get(
    '/resources',
    {
      schema: {
        tags,
        summary: 'Who is where',
        description: 'State, position, current and next call and shift of each resource, from the last thing reported.',
        querystring: resourcesQuery,
        response: { 200: resourcesSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) =>
      send(reply, await resourceList(office, request.query.territory ?? null, request.query.ahead === true)),
  );

  app.get(
    '/resources/:code/rota',
    {
      schema: {
        tags,
        summary: 'Somebody’s working time',
        description:
          'What is not over: absences, loans, changed shifts, breaks, turns on call, the shifts that come of them, and who changed what.',
        params: codeParams,
        querystring: noQuery,
        response: { 200: rotaSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await rotaOf(office, request.params.code)),
  );

  for (const [path, key, one] of [
    ['/resources/:code', 'resources', 'resource'],
    ['/calendars/:code', 'calendars', 'calendar'],
  ] as const) {
    app.get(
      path,
      {
        schema: {
          tags,
          summary: `One ${one}`,
          description: 'The row, text of each cell by its column. Its ETag goes into If-Match of a PUT.',
          params: codeParams,
          querystring: noQuery,
          response: { 200: rowSchema, ...refusals(400, 404) },
        },
      },
      async (request, reply) => {
        const { tables } = await office.desk.upToDate(office.store.em(), office.clock());
        return send(reply, readRow(tables.reference, key, request.params.code));
      },
    );
  }

  app.put(
    '/resources/:code',
    {
      schema: {
        tags,
        summary: 'Add or change a resource',
        description: `The whole row, checked as a dataset’s is. ${WAITS}`,
        params: codeParams,
        querystring: noQuery,
        body: resourceBody,
        response: { 200: rowChangedSchema, 201: rowChangedSchema, ...REFUSED },
      },
    },
    async (request, reply) => {
      const { who: by, why, skills, ...columns } = request.body;
      const cells = Object.entries({ ...columns, skills: skills.join(';') }).filter(([, value]) => value !== undefined);
      const row = {
        code: request.params.code,
        ...Object.fromEntries(cells.map(([name, value]) => [name, String(value)])),
      };
      return run(request, reply, (one) => putRow(one, 'resources', row, who({ who: by, why }), ifMatchOf(request)), {
        replacesReference: true,
      });
    },
  );

  app.get(
    '/calendars',
    { schema: { tags, summary: 'Calendars', querystring: noQuery, response: { 200: calendarsSchema } } },
    async (_request, reply) => {
      const { tables } = await office.desk.upToDate(office.store.em(), office.clock());
      return send(reply, await calendarList(tables.reference));
    },
  );

  app.put(
    '/calendars/:code',
    {
      schema: {
        tags,
        summary: 'Add or change a calendar',
        description: `Shifts of resources, and cover of regimes: running clocks follow it (past calls keep their regime). ${WAITS}`,
        params: codeParams,
        querystring: noQuery,
        body: calendarBody,
        response: { 200: rowChangedSchema, 201: rowChangedSchema, ...REFUSED },
      },
    },
    async (request, reply) => {
      const { hours, holidays } = request.body;
      const row = { code: request.params.code, hours, holidays: holidays.join(';') };
      return run(request, reply, (one) => putRow(one, 'calendars', row, who(request.body), ifMatchOf(request)), {
        replacesReference: true,
      });
    },
  );

  app.post(
    '/resources/:code/absences',
    {
      schema: {
        tags,
        summary: 'Record an absence',
        description: `From now where \`from\` is left out. One from the same instant is replaced. ${WAITS}`,
        params: codeParams,
        querystring: noQuery,
        body: absenceBody,
        response: { 200: rotaChangedSchema, ...REFUSED },
      },
    },
    async (request, reply) => {
      const { from = null, to = null, reason = null, hand_over: handsOver } = request.body;
      const wish = { from, to, reason, handsOver };
      return run(request, reply, (one) => recordAbsence(one, request.params.code, who(request.body), wish, 'absence'));
    },
  );

  app.delete(
    '/resources/:code/absences/:from',
    {
      schema: {
        tags,
        summary: 'End an absence',
        description: 'Named by its start. One that has begun ends now.',
        params: fromParams,
        querystring: byQuery,
        response: { 200: rotaChangedSchema, ...REFUSED },
      },
    },
    async (request, reply) =>
      run(request, reply, (one) => endAbsence(one, request.params.code, request.params.from, who(request.query))),
  );

  app.post(
    '/resources/:code/sick',
    {
      schema: {
        tags,
        summary: 'Sick now',
        description: `An absence from now on; all that they have started goes to others. ${WAITS}`,
        params: codeParams,
        querystring: noQuery,
        body: sickBody,
        response: { 200: rotaChangedSchema, ...REFUSED },
      },
    },
    async (request, reply) => {
      const { to = null, reason = 'sick' } = request.body;
      const wish = { from: null, to, reason, handsOver: true };
      return run(request, reply, (one) => recordAbsence(one, request.params.code, who(request.body), wish, 'sick'));
    },
  );

  const shiftEnds = [
    [
      'log-off',
      `Absent until the end of the running shift; all that they have started goes to others. ${WAITS}`,
      logOff,
    ],
    ['log-on', 'Takes a log-off back: they can be planned for again.', logOn],
  ] as const;
  for (const [kind, description, work] of shiftEnds) {
    app.post(
      `/resources/:code/${kind}`,
      {
        schema: {
          tags,
          summary: kind === 'log-off' ? 'Log off' : 'Log on again',
          description,
          params: codeParams,
          querystring: noQuery,
          body: byBody,
          response: { 200: rotaChangedSchema, ...REFUSED },
        },
      },
      async (request, reply) => run(request, reply, (one) => work(one, request.params.code, who(request.body))),
    );
  }

  app.put(
    '/resources/:code/shifts/:on',
    {
      schema: {
        tags,
        summary: 'Change the hours of a date',
        description: `Other hours than the calendar’s for the shift that begins on it; \`off\`: none. ${WAITS}`,
        params: dateParams,
        querystring: noQuery,
        body: shiftChangeBody,
        response: { 200: rotaChangedSchema, ...REFUSED },
      },
    },
    async (request, reply) => {
      const { code, on } = request.params;
      const { hours, reason = null } = request.body;
      return run(request, reply, (one) => changeShift(one, code, on, who(request.body), { hours, reason }));
    },
  );
  app.delete(
    '/resources/:code/shifts/:on',
    {
      schema: {
        tags,
        summary: 'The calendar’s hours again',
        params: dateParams,
        querystring: byQuery,
        response: { 200: rotaChangedSchema, ...REFUSED },
      },
    },
    async (request, reply) =>
      run(request, reply, (one) => changeShift(one, request.params.code, request.params.on, who(request.query), null)),
  );

  app.put(
    '/resources/:code/loans/:on',
    {
      schema: {
        tags,
        summary: 'Lend to another territory for a shift',
        description: `The shift that begins on the date is worked there. ${WAITS}`,
        params: dateParams,
        querystring: noQuery,
        body: loanBody,
        response: { 200: rotaChangedSchema, ...REFUSED },
      },
    },
    async (request, reply) => {
      const { code, on } = request.params;
      const { territory, reason = null } = request.body;
      return run(request, reply, (one) => lend(one, code, on, who(request.body), { territory, reason }));
    },
  );
  app.delete(
    '/resources/:code/loans/:on',
    {
      schema: {
        tags,
        summary: 'End a loan',
        params: dateParams,
        querystring: byQuery,
        response: { 200: rotaChangedSchema, ...REFUSED },
      },
    },
    async (request, reply) =>
      run(request, reply, (one) => lend(one, request.params.code, request.params.on, who(request.query), null)),
  );

  app.put(
    '/resources/:code/breaks',
    {
      schema: {
        tags,
        summary: 'Set somebody’s breaks',
        description: `Weekly hours in which they neither travel nor work, in the zone of their territory. ${WAITS}`,
        params: codeParams,
        querystring: noQuery,
        body: breaksBody,
        response: { 200: rotaChangedSchema, ...REFUSED },
      },
    },
    async (request, reply) => {
      const breaks = request.body.breaks.map(({ hours, valid_from: validFrom = null, valid_to: validTo = null }) => ({
        ...{ hours, validFrom, validTo },
      }));
      return run(request, reply, (one) => setBreaks(one, request.params.code, who(request.body), breaks));
    },
  );

  app.post(
    '/resources/:code/on-call',
    {
      schema: {
        tags,
        summary: 'A turn on call',
        description: `Outside of their shifts they can be called out to urgent calls. ${WAITS}`,
        params: codeParams,
        querystring: noQuery,
        body: onCallBody,
        response: { 200: rotaChangedSchema, ...REFUSED },
      },
    },
    async (request, reply) => {
      const { from, to, up_to: upTo } = request.body;
      return run(request, reply, (one) => putOnCall(one, request.params.code, who(request.body), { from, to, upTo }));
    },
  );
  app.delete(
    '/resources/:code/on-call/:from',
    {
      schema: {
        tags,
        summary: 'End a turn on call',
        description: 'Named by its start. One that has begun ends now.',
        params: fromParams,
        querystring: byQuery,
        response: { 200: rotaChangedSchema, ...REFUSED },
      },
    },
    async (request, reply) =>
      run(request, reply, (one) => endOnCall(one, request.params.code, request.params.from, who(request.query))),
  );
}
