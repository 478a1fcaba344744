import { Code } from '@mantine/core';
import { t } from '../app/messages.ts';
import { useDatasetVersion } from '../data/use-dataset-version.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { Waiting } from '../parts/waiting.tsx';
import type { Contract, Lint } from './types.ts';

const SHAPES = { error: '■', warning: '▲', note: '●' } as const;
const STATES = { error: 'red', warning: 'amber', note: 'green' } as const;

/** Payment terms as they are kept, and what the linter finds in them. */
export function TermsTab({ contract }: { readonly contract: Contract }) {
  const { version } = useDatasetVersion();
  const loaded = useLoaded<Lint>(`contracts/${encodeURIComponent(contract.code)}/payment-terms`, version);
  const { value } = loaded;
  if (value === null) return <Waiting of={loaded} />;
  return (
    <div className="tab-body">
      <h3>{t(value.findings.length === 0 ? 'terms.clean' : 'terms.findings', { count: value.findings.length })}</h3>
      <ul className="findings">
        {value.findings.map((each) => (
          <li key={`${each.path} ${each.code} ${each.at}`}>
            <span className={`face ${STATES[each.severity]}`}>
              {SHAPES[each.severity]} {t(`severity.${each.severity}`)}
            </span>{' '}
            <Code>{each.path}</Code> {each.message} {each.action}
            {each.below === null && each.above === null ? null : (
              <div className="quiet">
                {[each.below, each.above]
                  .map((side) => (side === null ? '' : t('terms.side', { value: side.value, pays: side.pays })))
                  .join('  |  ')}
              </div>
            )}
          </li>
        ))}
      </ul>
      <h3>{t('terms.text')}</h3>
      {value.terms == null ? (
        <p className="quiet">{t('terms.none')}</p>
      ) : (
        <Code block tabIndex={0}>
          {JSON.stringify(value.terms, null, 2)}
        </Code>
      )}
    </div>
  );
}
