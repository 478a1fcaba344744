import { t } from '../app/messages.ts';
import type { FieldProblem } from '../data/api.ts';

/** Everything that is wrong, by file and row, each with what to do. */
export function ProblemList({ problems }: { readonly problems: readonly FieldProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <section className="problem-list" tabIndex={0} aria-label={t('data.problems')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('data.file')}</th>
            <th scope="col">{t('data.row')}</th>
            <th scope="col">{t('data.column')}</th>
            <th scope="col">{t('data.wrong')}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
            <tr key={index}>
              <td>{problem.file}</td>
              <td className="tabular">{problem.row}</td>
              <td>{problem.field}</td>
              <td>
                {problem.message} <span className="quiet">{problem.action}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
