import { lintPasses, lintPaymentTerms, ok, paymentTermsOf } from '#engine';
import { findingView } from '../../features/statements/lint-view.ts';
import type { Command } from '../command.ts';
import { loadDataset } from '../load-dataset.ts';
import { printJson } from '../output.ts';

export const lintCommand: Command = {
  usage: 'lint DATASET [--contract C]',
  summary:
    'Looks the payment terms over: gaps, overlaps, unreachable bands, missing caps, with what is paid on both sides; exit code 1 on errors.',
  shape: { positionals: ['DATASET'], flags: { contract: 'text' } },
  async run(given) {
    const loaded = await loadDataset(given.positionals[0]!);
    if (!loaded.ok) return loaded;
    const only = given.text('contract');
    const terms = paymentTermsOf(loaded.value);
    const findings = loaded.value.contracts
      .filter(({ code }) => only === undefined || code === only)
      .flatMap((contract) => {
        const own = terms.get(contract.code);
        return own === undefined ? [] : lintPaymentTerms(own, contract, loaded.value.devices);
      });
    printJson({ passes: lintPasses(findings), contracts: terms.size, findings: findings.map(findingView) });
    return ok(findings.some(({ severity }) => severity === 'error') ? 1 : 0);
  },
};
