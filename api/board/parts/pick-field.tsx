import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useRef } from 'react';
import { t } from '../app/messages.ts';

export interface Pick {
  readonly key: string;
  readonly shown: ReactNode;
}

/**
 * A field with what its text fits below it. The first is always chosen, so that Enter alone takes it, also where Enter was
 * faster than the answer.
 */
export function PickField({
  label,
  description,
  placeholder,
  text,
  picks,
  busy = false,
  onText,
  onTake,
  ref,
  autoFocus = false,
}: {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly text: string;
  /** null: nothing is asked yet. */
  readonly picks: readonly Pick[] | null;
  readonly busy?: boolean;
  readonly onText: (text: string) => void;
  readonly onTake: (key: string) => void;
  readonly ref?: Ref<HTMLInputElement>;
  readonly autoFocus?: boolean;
}) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const first = picks?.[0]?.key;
  const { dropdownOpened } = combobox;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is there to choose decides
  useEffect(() => {
    if (dropdownOpened && first !== undefined) combobox.selectFirstOption();
  }, [dropdownOpened, first, picks?.length]);
  /** Enter was pressed before there was anything to take. */
  const eager = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is there to choose decides
  useEffect(() => {
    if (!eager.current || picks === null) return;
    eager.current = false;
    if (first === undefined) return;
    combobox.closeDropdown();
    onTake(first);
  }, [picks === null, first]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !dropdownOpened) return;
    if (picks !== null && picks.length > 0 && combobox.getSelectedOptionIndex() >= 0) return;
    // No form is sent by it while something is to be chosen.
    event.preventDefault();
    if (picks === null) eager.current = busy;
    else if (first !== undefined) {
      combobox.closeDropdown();
      onTake(first);
    }
  };
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(key) => {
        combobox.closeDropdown();
        onTake(key);
      }}
    >
      <Combobox.Target withExpandedAttribute>
        <TextInput
          {...(ref === undefined ? {} : { ref })}
          {...{ label, description, placeholder, autoFocus }}
          role="combobox"
          value={text}
          autoComplete="off"
          required
          rightSection={busy ? <Loader size="xs" /> : null}
          onChange={(event) => {
            eager.current = false;
            onText(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onKeyDown={onKeyDown}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={picks === null}>
        <Combobox.Options aria-label={label} mah={340} style={{ overflowY: 'auto' }}>
          {picks?.length === 0 ? <Combobox.Empty>{t('log.none')}</Combobox.Empty> : null}
          {picks?.map((each) => (
            <Combobox.Option value={each.key} key={each.key}>
              {each.shown}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
