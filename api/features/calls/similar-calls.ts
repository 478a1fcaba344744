import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { at } from '../../platform/views.ts';
import { refusal } from '../../problem.ts';
import { similarCalls } from '../../store/index.ts';

/** Past calls like one that is being told, with what fixed them: for whoever is on the phone. */
export async function similarTo(
  office: Office,
  query: {
    readonly device?: string | undefined;
    readonly site?: string | undefined;
    readonly model?: string | undefined;
    readonly description?: string | undefined;
    readonly limit: number;
  },
): Promise<Reply> {
  const description = query.description?.trim() ?? '';
  const em = office.store.em();
  const { tables } = await office.desk.upToDate(em, office.clock());
  const named = query.device?.trim() ?? null;
  const onSite = tables.reference.devices.filter(({ site, model }) => site === query.site && model === query.model);
  const device = named ?? (onSite.length === 1 ? (onSite[0]?.code ?? null) : null);
  if (device === null && description === '') {
    throw refusal('invalid-request', [
      {
        code: 'missing-field',
        field: 'description',
        message: 'Neither a device nor words are given to look for.',
        action: 'Give device, description or both.',
      },
    ]);
  }
  const model = (device === null ? undefined : tables.devices.get(device)?.model) ?? query.model ?? null;
  const found = await similarCalls(em, { device, model, description }, query.limit);
  const calls = found.map(({ fixedAt, rank, ...call }) => ({
    ...call,
    fixed_at: at(fixedAt),
    rank: Math.round(rank * 1000) / 1000,
  }));
  return { status: 200, headers: {}, body: { calls } };
}
