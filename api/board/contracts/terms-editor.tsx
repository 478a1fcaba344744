import { Alert, Button, Group, JsonInput, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { t } from '../app/messages.ts';
import { ask, type FieldProblem, post, Refused } from '../data/api.ts';
import { useNameField } from '../parts/name-field.tsx';
import { Findings } from './findings.tsx';
import type { Contract, Lint } from './types.ts';

/** Payment terms as JSON: looked over by the linter before they are saved; what is wrong is told by its path. */
export function TermsEditor({
  contract,
  terms,
  seen,
  onClose,
  onSaved,
}: {
  readonly contract: Contract;
  readonly terms: unknown;
  /** Version of the terms that are changed. */
  readonly seen: string | undefined;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}) {
  const name = useNameField();
  // That of the beginning: what somebody saves meanwhile is not overwritten.
  const [version] = useState(seen);
  const [text, setText] = useState(terms == null ? '' : JSON.stringify(terms, null, 2));
  const [found, setFound] = useState<Lint['findings'] | null>(null);
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const path = `contracts/${encodeURIComponent(contract.code)}/payment-terms`;

  /** Asks with the terms as they are written now; '' : the contract has none. */
  async function withTerms(send: (terms: unknown) => Promise<void>): Promise<void> {
    let written: unknown;
    try {
      written = text.trim() === '' ? null : JSON.parse(text);
    } catch (error) {
      setFailure(t('terms.noJson', { why: (error as Error).message }));
      return;
    }
    setBusy(true);
    setFailure(null);
    setProblems([]);
    try {
      await send(written);
    } catch (error) {
      setFailure(error instanceof Refused ? error.message : t('give.failed'));
      setProblems(error instanceof Refused ? error.problems : []);
    }
    setBusy(false);
  }
  const look = () =>
    withTerms(async (written) => setFound((await post<Lint>(`${path}/lint`, { terms: written })).findings));
  const save = () =>
    withTerms(async (written) => {
      await ask(
        'PUT',
        path,
        { who: name.keep(), terms: written },
        version === undefined ? {} : { 'if-match': version },
      );
      notifications.show({ message: t('data.saved') });
      onSaved();
    });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="sm">
        <JsonInput
          label={t('terms.text')}
          description={t('terms.how')}
          value={text}
          onChange={(next) => {
            setText(next);
            setFound(null);
          }}
          autosize
          minRows={10}
          maxRows={30}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        {name.field}
        {failure === null ? null : (
          <Alert color="red" role="alert" title={t('terms.notSaved')}>
            {failure}
            <ul>
              {problems.map((each) => (
                <li key={`${each.code} ${each.field}`}>
                  <strong>{each.field}</strong> {each.message} {each.action}
                </li>
              ))}
            </ul>
          </Alert>
        )}
        {found === null ? null : <Findings findings={found} />}
        <Group justify="space-between">
          <Button variant="light" loading={busy} disabled={text.trim() === ''} onClick={() => void look()}>
            {t('terms.look')}
          </Button>
          <Group>
            <Button variant="default" onClick={onClose}>
              {t('give.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('data.save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
