import type { FastifyInstance } from 'fastify';
import { ERRORS, SECTIONS } from '../../errors.ts';

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** GET /errors: the catalogue as a page; a problem's `type` points into it. */
export function errorRoutes(app: FastifyInstance): void {
  const sections = SECTIONS.map(({ title, entries }) => {
    const items = entries.map(
      ({ code, status, meaning, action }) =>
        `<dt id="${code}"><code>${code}</code>${status === null ? '' : ` (${status})`}</dt><dd>${escaped(meaning)} ${escaped(action)}</dd>`,
    );
    return `<h2>${escaped(title)}</h2><dl>${items.join('')}</dl>`;
  });
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Turnout: errors</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}dt:target{background:#ffd}</style>
<h1>Errors</h1>${sections.join('')}</html>`;
  app.get('/errors', { schema: { tags: ['system'], summary: `The ${ERRORS.size} codes and what to do` } }, (_, reply) =>
    reply.type('text/html; charset=utf-8').serializer(String).send(page),
  );
}
