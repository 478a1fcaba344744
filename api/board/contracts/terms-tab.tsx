import { Button, Code, Group } from '@mantine/core';
import { useState } from 'react';
import { t } from '../app/messages.ts';
import { useDatasetVersion } from '../data/use-dataset-version.ts';
import { useLoaded } from '../data/use-loaded.ts';
import { Waiting } from '../parts/waiting.tsx';
import { Findings } from './findings.tsx';
import { TermsEditor } from './terms-editor.tsx';
import type { Contract, Lint } from './types.ts';

/** Payment terms as they are kept, and what the linter finds in them; they can be changed. */
export function TermsTab({ contract }: { readonly contract: Contract }) {
  const { version, changed } = useDatasetVersion();
  const [editing, setEditing] = useState(false);
  const loaded = useLoaded<Lint>(`contracts/${encodeURIComponent(contract.code)}/payment-terms`, version);
  const { value } = loaded;
  if (value === null) return <Waiting of={loaded} />;
  if (editing) {
    return (
      <div className="tab-body">
        <TermsEditor
          contract={contract}
          terms={value.terms}
          seen={value.version}
          onClose={() => setEditing(false)}
          onSaved={() => {
            setEditing(false);
            changed();
          }}
        />
      </div>
    );
  }
  return (
    <div className="tab-body">
      <Findings findings={value.findings} />
      <Group className="row-head">
        <h3>{t('terms.text')}</h3>
        <Button size="xs" variant="default" onClick={() => setEditing(true)}>
          {t('terms.change')}
        </Button>
      </Group>
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
