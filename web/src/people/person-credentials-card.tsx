import { Alert, Select, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import type { GiveForm } from './person-credentials-give.tsx';

const NOTATIONS = [
  { value: '', label: 'As it reads' },
  { value: 'hex', label: 'Hexadecimal' },
  { value: 'decimal', label: 'Decimal' },
  { value: 'em4100', label: '125 kHz fob, ten hexadecimal digits' },
  { value: 'wiegand26', label: 'Wiegand 26' },
];

/** From a reader that types like a keyboard, or from one that reports to the server by itself. */
export function CardFields({ form }: { form: GiveForm }) {
  const [readerId, setReaderId] = useState<string | null>(null);
  const readers = api.useQuery('get', '/api/readers').data?.readers ?? [];
  return (
    <>
      {readers.length > 0 ? (
        <Select
          label="Listen to a reader"
          placeholder="None: type the number, or use a reader that types"
          data={readers.map(({ id, name, accessPoint }) => ({
            value: id,
            label: `${name} (${accessPoint.name})`,
          }))}
          value={readerId}
          onChange={setReaderId}
          clearable
          clearButtonProps={{ 'aria-label': 'Listen to no reader' }}
        />
      ) : null}
      {readerId ? <Listening readerId={readerId} form={form} /> : null}
      <TextInput
        label="Number"
        description="Put the cursor here and hold the card to a reader that types"
        placeholder="3D:D5:FC:FF"
        maxLength={256}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        required
        // A reader that types ends with Enter: the name is still to be given.
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
        {...form.getInputProps('uid')}
      />
      <Select
        label="How the reader writes it"
        data={NOTATIONS}
        allowDeselect={false}
        {...form.getInputProps('scheme')}
      />
    </>
  );
}

const ASK_MS = 1_000;

function Listening({ readerId, form }: { readerId: string; form: GiveForm }) {
  const { data } = api.useQuery(
    'get',
    '/api/readers/{id}/unknown-card',
    { params: { path: { id: readerId } } },
    { refetchInterval: ASK_MS },
  );
  const unknown = data?.unknown ?? null;
  const { setValues } = form;
  useEffect(() => {
    if (unknown && !unknown.refusal) setValues({ uid: unknown.uid, scheme: unknown.scheme ?? '' });
  }, [unknown, setValues]);
  if (unknown?.refusal) return <Alert color="red">{unknown.refusal}</Alert>;
  return (
    <Alert role="status" color={unknown ? 'green' : 'blue'}>
      {unknown
        ? 'A card that nobody has was read. Check that it is the one in your hand.'
        : 'Hold the new card to this reader now. The door stays shut.'}
    </Alert>
  );
}
