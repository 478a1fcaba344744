import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { type ReactNode, type Ref, useEffect } from 'react';
import { t } from '../app/messages.ts';

export interface Pick {
  readonly key: string;
  readonly shown: ReactNode;
}

/** A field with what its text fits below it. The first is always chosen, so that Enter alone takes it. */
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
            onText(event.currentTarget.value);
            combobox.openDropdown();
          }}
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
