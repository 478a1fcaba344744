import { z } from 'zod';
import { change } from '../../platform/change.ts';
import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, accepted, keyOf, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { exportDataset, filesOf, importDataset } from '../tables/datasets.ts';

/** A national dataset as CSV; zipped it is a tenth of that. */
const DATASET_LIMIT = 200 * 1024 * 1024;

const importBody = z.strictObject({
  files: z
    .record(z.string().min(1).max(200), z.string())
    .meta({ description: 'Text by file name: {"sites.csv": "code,…"}.' }),
});
const importQuery = z.strictObject({
  mode: z.enum(['merge', 'replace']).default('merge'),
  who: z.string().min(1).max(200).default('import'),
});

/** Datasets in and out. */
export function systemRoutes(app: App, office: Office): void {
  app.addContentTypeParser(
    ['application/zip', 'application/x-zip-compressed', 'application/octet-stream'],
    { parseAs: 'buffer', bodyLimit: DATASET_LIMIT },
    (_request, body, done) => done(null, body),
  );

  app.post(
    '/datasets',
    {
      bodyLimit: DATASET_LIMIT,
      config: { long: true },
      schema: {
        tags: ['datasets'],
        summary: 'Import a dataset',
        description:
          'A zip of CSV files (application/zip) or {"files": {name: text}}. `mode=merge` (default) adds and replaces rows by their code; `mode=replace` puts the dataset in the place of everything, journals included. Faulty: nothing changes, every error is listed.',
        querystring: importQuery,
        body: z.union([z.instanceof(Buffer).meta({ type: 'string', format: 'binary' } as never), importBody]) as never,
        consumes: ['application/json', 'application/zip'],
        response: {
          200: z.object({ mode: z.string(), rows: z.record(z.string(), z.int()), notes: z.array(z.looseObject({})) }),
          ...refusals(400, 413, 415, 422),
        },
      },
    },
    async (request, reply) => {
      const { mode, who } = request.query as z.output<typeof importQuery>;
      const key = keyOf(request);
      const files = filesOf(request.body as Buffer | z.output<typeof importBody>);
      return send(
        reply,
        await change(office, key, (one) => importDataset(one, files, mode, who), {
          replacesReference: true,
        }),
      );
    },
  );

  app.get(
    '/datasets',
    {
      config: { long: true },
      schema: {
        tags: ['datasets'],
        summary: 'Export everything as a dataset',
        description: 'A zip, or with `Accept: application/json` {"files": {name: text}}.',
        querystring: noQuery,
        response: { ...refusals(400, 406) },
      },
    },
    async (request, reply) => {
      const type = accepted(request, ['application/zip', 'application/json']);
      const made = await exportDataset(office, type === 'application/zip');
      return send(reply.type(type), made);
    },
  );
}
