import {
  Button,
  Group,
  Modal,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { api } from '../api/client.ts';
import { fieldFaults, problemOf } from '../api/problem.ts';
import type { Person } from '../api/types.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { CardFields } from './person-credentials-card.tsx';

export type GivenKind = 'pin' | 'card' | 'fingerprint';

export interface GiveValues {
  label: string;
  duress: boolean;
  pin: string;
  uid: string;
  scheme: string;
  readerId: string;
  slot: number | '';
}

const WORDS: Record<GivenKind, { title: string; label: string; placeholder: string }> = {
  pin: { title: 'Give a PIN', label: 'PIN', placeholder: 'Everyday PIN' },
  card: { title: 'Give a card or fob', label: 'Card', placeholder: 'Blue fob' },
  fingerprint: { title: 'Give a fingerprint', label: 'Fingerprint', placeholder: 'Right thumb' },
};

interface GiveProps {
  kind: GivenKind;
  person: Person;
  onClose: () => void;
  onGiven: () => void;
}

export function GiveCredential({ kind, person, onClose, onGiven }: GiveProps) {
  const give = api.useMutation('post', '/api/people/{id}/credentials');
  const form = useForm<GiveValues>({
    initialValues: { label: '', duress: false, pin: '', uid: '', scheme: '', readerId: '', slot: '' },
    validate: {
      label: (value) => (value.trim() ? null : 'Give it a name to tell it from others'),
      pin: (value) => (kind !== 'pin' || /^\d{4,12}$/.test(value) ? null : 'Type 4 to 12 digits'),
      uid: (value) => (kind !== 'card' || value.trim() ? null : 'Hold the card to a reader'),
      readerId: (value) => (kind !== 'fingerprint' || value ? null : 'Choose the reader'),
      slot: (value) => (kind !== 'fingerprint' || value !== '' ? null : 'Type the slot'),
    },
  });
  const submit = form.onSubmit(async (values) => {
    try {
      await give.mutateAsync({ params: { path: { id: person.id } }, body: bodyOf(kind, values) });
      notifications.show({ color: 'green', message: `${person.displayName} can pass with it from now on.` });
      onGiven();
      onClose();
    } catch (error) {
      form.setErrors(fieldFaults(problemOf(error)));
    }
  });
  return (
    <Modal opened onClose={onClose} title={`${WORDS[kind].title} to ${person.displayName}`} size={480}>
      <form onSubmit={submit} noValidate autoComplete="off">
        <Stack gap="md">
          {kind === 'pin' ? <PinField form={form} /> : null}
          {kind === 'card' ? <CardFields form={form} /> : null}
          {kind === 'fingerprint' ? <FingerFields form={form} /> : null}
          <TextInput
            label="Name"
            description="It shows in lists: choose one that gives nothing away"
            placeholder={WORDS[kind].placeholder}
            maxLength={80}
            required
            {...form.getInputProps('label')}
          />
          <Switch
            label="Duress twin"
            description="For somebody who is forced: it opens as usual, and those who receive silent alarms are told. An ordinary one must be there first."
            {...form.getInputProps('duress', { type: 'checkbox' })}
          />
          <ProblemNote problem={give.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={give.isPending}>
              Give
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export type GiveForm = Pick<UseFormReturnType<GiveValues>, 'getInputProps' | 'setValues'>;

function PinField({ form }: { form: GiveForm }) {
  return (
    <PasswordInput
      label="PIN"
      description="4 to 12 digits, better 6 or more; not a year, not a row. Let the person choose and type it."
      inputMode="numeric"
      autoComplete="off"
      maxLength={12}
      data-autofocus
      required
      visibilityToggleButtonProps={{ 'aria-label': 'Show the PIN', tabIndex: 0 }}
      {...form.getInputProps('pin')}
    />
  );
}

function FingerFields({ form }: { form: GiveForm }) {
  const readers = api.useQuery('get', '/api/readers').data?.readers;
  return (
    <>
      <Select
        label="Reader"
        description={
          readers?.length === 0
            ? 'There is none yet: add it under Settings, Readers.'
            : 'Enrol the finger at the reader first; it stays there and never comes here.'
        }
        data={(readers ?? []).map(({ id, name, accessPoint }) => ({
          value: id,
          label: `${name} (${accessPoint.name})`,
        }))}
        required
        {...form.getInputProps('readerId')}
      />
      <NumberInput
        label="Slot"
        description="The number under which the reader keeps the finger"
        min={0}
        max={65_535}
        allowDecimal={false}
        required
        {...form.getInputProps('slot')}
      />
    </>
  );
}

function bodyOf(kind: GivenKind, { label, duress, pin, uid, scheme, readerId, slot }: GiveValues) {
  const given = { label: label.trim(), duress };
  if (kind === 'pin') return { kind, pin, ...given };
  if (kind === 'fingerprint') return { kind, readerId, slot: Number(slot), ...given };
  return { kind, uid, ...(scheme ? { scheme: scheme as 'hex' } : {}), ...given };
}
