import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { change } from '../../platform/change.ts';
import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, accepted, ifMatchOf, keyOf, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { numberParams } from '../calls/schema.ts';
import { callPrice } from './call-price.ts';
import { lintContractTerms, paymentTermsSchemaReply, putContractTerms, readContractTerms } from './payment-terms.ts';
import {
  byBody,
  callPriceSchema,
  contractParams,
  correctBody,
  differenceQuery,
  differenceSchema,
  frozenSchema,
  lintBody,
  lintSchema,
  statementListSchema,
  statementParams,
  statementQuery,
  statementSchema,
  supposeBody,
  supposedSchema,
  termsBody,
} from './schema.ts';
import { statementCsv } from './statement-csv.ts';
import type { StatementDocument } from './statement-document.ts';
import { statementHtml } from './statement-html.ts';
import { pdfOf } from './statement-pdf.ts';
import { closePeriod, correctStatement, differenceOf, statement, statementList } from './statements.ts';
import { suppose } from './suppose.ts';

const tags = ['payment'];
const TYPES = { json: 'application/json', csv: 'text/csv', html: 'text/html', pdf: 'application/pdf' } as const;
type Format = keyof typeof TYPES;

/** What contracts pay, and why: payment terms, statements, closed periods, corrections, and what would be otherwise. */
export function statementRoutes(app: App, office: Office): void {
  app.get(
    '/payment-terms/schema',
    {
      schema: {
        tags,
        summary: 'JSON Schema of payment_terms.json',
        querystring: noQuery,
        response: { 200: z.looseObject({}) },
      },
    },
    async (_request, reply) => send(reply, paymentTermsSchemaReply()),
  );

  app.get(
    '/contracts/:code/payment-terms',
    {
      schema: {
        tags,
        summary: 'Payment terms of a contract, and what the linter finds in them',
        params: contractParams,
        querystring: noQuery,
        response: { 200: lintSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await readContractTerms(office, request.params.code)),
  );

  app.put(
    '/contracts/:code/payment-terms',
    {
      schema: {
        tags,
        summary: 'Save the payment terms of a contract',
        description:
          'Faulty ones are refused with every problem; `If-Match` names the version that was seen. What the linter finds does not hinder saving; it is told in the answer.',
        params: contractParams,
        querystring: noQuery,
        body: termsBody,
        response: { 200: lintSchema, ...refusals(400, 404, 409, 412, 415, 422) },
      },
    },
    async (request, reply) => {
      const { terms = null } = request.body;
      const { code } = request.params;
      const made = await change(
        office,
        keyOf(request),
        (one) => putContractTerms(one, code, terms, ifMatchOf(request)),
        { replacesReference: true },
      );
      return send(reply, made);
    },
  );

  app.post(
    '/contracts/:code/payment-terms/lint',
    {
      schema: {
        tags,
        summary: 'Look payment terms over without saving them',
        params: contractParams,
        querystring: noQuery,
        body: lintBody,
        response: { 200: lintSchema, ...refusals(400, 404, 415, 422) },
      },
    },
    async (request, reply) => send(reply, await lintContractTerms(office, request.params.code, request.body.terms)),
  );

  app.get(
    '/calls/:number/price',
    {
      schema: {
        tags,
        summary: 'What missing a call’s targets would lose now',
        description:
          'By the contract’s payment terms, given the state of the period: thresholds nearly reached, caps reached already, repeats. Nulls where they give the call no price: class and priority do then.',
        params: numberParams,
        querystring: noQuery,
        response: { 200: callPriceSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await callPrice(office, request.params.number)),
  );

  app.get(
    '/contracts/:code/statements',
    {
      schema: {
        tags,
        summary: 'Closed periods of a contract',
        params: contractParams,
        querystring: noQuery,
        response: { 200: statementListSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await statementList(office, request.params.code)),
  );

  app.get(
    '/contracts/:code/statements/:period',
    {
      schema: {
        tags,
        summary: 'What a contract pays for a period, and why',
        description:
          'Frozen where the period is closed, else live; while it runs with a forecast at its end and the open calls that can still change it. `Accept: text/csv`, `text/html` (a page to print) or `application/pdf`.',
        params: statementParams,
        querystring: statementQuery,
        response: { 200: statementSchema, ...refusals(400, 404, 406) },
      },
    },
    async (request, reply) => {
      const { calls, version = null, live, forecast, evidence } = request.query;
      const format = formatOf(request, request.query.format);
      const { code, period } = request.params;
      const document = await statement(office, {
        ...{ contract: code, period: period === 'current' ? null : period, calls, version, live, forecast, evidence },
      });
      return sendDocument(reply, document, format);
    },
  );

  app.get(
    '/contracts/:code/statements/:period/difference',
    {
      schema: {
        tags,
        summary: 'What differs between two versions of a statement',
        description: 'From the latest version to the live statement where none is named.',
        params: statementParams,
        querystring: differenceQuery,
        response: {
          200: differenceSchema.extend({
            contract: z.string(),
            period: z.string(),
            from: z.int(),
            to: z.union([z.int(), z.literal('live')]),
          }),
          ...refusals(400, 404),
        },
      },
    },
    async (request, reply) => {
      const { code, period } = request.params;
      const { from = null, to = null } = request.query;
      return send(reply, await differenceOf(office, code, period, from, to));
    },
  );

  app.post(
    '/contracts/:code/statements/:period/close',
    {
      schema: {
        tags,
        summary: 'Close a period',
        description: 'Its statement is frozen. Only periods that have ended can be closed.',
        params: statementParams,
        querystring: noQuery,
        body: byBody,
        response: { 201: frozenSchema, ...refusals(400, 404, 409, 415) },
      },
    },
    async (request, reply) => {
      const { code, period } = request.params;
      const { who, why = null } = request.body;
      return send(
        reply,
        await change(office, keyOf(request), (one) => closePeriod(office, one, code, period, { who, why })),
      );
    },
  );

  app.post(
    '/contracts/:code/statements/:period/correct',
    {
      schema: {
        tags,
        summary: 'Correct the statement of a closed period',
        description: 'Made anew from what is known now: a new version, with what differs from the last.',
        params: statementParams,
        querystring: noQuery,
        body: correctBody,
        response: { 201: frozenSchema, ...refusals(400, 404, 409, 415) },
      },
    },
    async (request, reply) => {
      const { code, period } = request.params;
      const by = request.body;
      return send(
        reply,
        await change(office, keyOf(request), (one) => correctStatement(office, one, code, period, by)),
      );
    },
  );

  app.post(
    '/contracts/:code/statements/:period/what-if',
    {
      schema: {
        tags,
        summary: 'The same history under other terms, targets or special days',
        description: 'A statement beside the real one; nothing is changed.',
        params: statementParams,
        querystring: noQuery,
        body: supposeBody,
        response: { 200: supposedSchema, ...refusals(400, 404, 415, 422) },
      },
    },
    async (request, reply) => {
      const { code, period } = request.params;
      return send(reply, await suppose(office, code, period === 'current' ? null : period, request.body as never));
    },
  );
}

function formatOf(request: FastifyRequest, named: Format | undefined): Format {
  if (named !== undefined) return named;
  const type = accepted(request, [TYPES.json, TYPES.csv, TYPES.html, TYPES.pdf]);
  return (Object.keys(TYPES) as Format[]).find((format) => TYPES[format] === type) ?? 'json';
}

async function sendDocument(reply: FastifyReply, document: StatementDocument, format: Format): Promise<FastifyReply> {
  if (format === 'json') return reply.send(document);
  const name = `statement-${document.contract}-${document.period}`.replace(/[^A-Za-z0-9_.-]/g, '_');
  const typed = reply.type(format === 'pdf' ? TYPES.pdf : `${TYPES[format]}; charset=utf-8`);
  if (format === 'html') return typed.send(statementHtml(document));
  typed.header('content-disposition', `attachment; filename="${name}.${format}"`);
  return typed.send(format === 'csv' ? statementCsv(document) : await pdfOf(document));
}
