import { Code } from '@mantine/core';
import { t } from '../app/messages.ts';
import { grouped } from '../parts/money.ts';
import type { Lint } from './types.ts';

const SHAPES = { error: '■', warning: '▲', note: '●' } as const;
const STATES = { error: 'red', warning: 'amber', note: 'green' } as const;

/** What the linter finds in payment terms, with what is paid on both sides of where it finds it. */
export function Findings({ findings }: { readonly findings: Lint['findings'] }) {
  return (
    <>
      <h3>{t(findings.length === 0 ? 'terms.clean' : 'terms.findings', { count: findings.length })}</h3>
      <ul className="findings">
        {findings.map((each) => (
          <li key={`${each.path} ${each.code} ${each.at}`}>
            <span className={`face ${STATES[each.severity]}`}>
              {SHAPES[each.severity]} {t(`severity.${each.severity}`)}
            </span>{' '}
            <Code>{each.path}</Code> {each.message} {each.action}
            {each.below === null && each.above === null ? null : (
              <div className="quiet">
                {[each.below, each.above]
                  .filter((side) => side !== null)
                  .map(({ value, pays }) => t('terms.side', { value, pays: grouped(pays) }))
                  .join('  |  ')}
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
