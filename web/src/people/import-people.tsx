import { Alert, Button, FileInput, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconFileSpreadsheet } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { PeopleImport } from '../api/types.ts';
import { ProblemNote } from '../shared/problem-note.tsx';

/** First what would be done is shown, row by row; only a table without a bad row can be imported. */
export function ImportPeople({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const check = api.useMutation('post', '/api/people/import/check');
  const take = api.useMutation('post', '/api/people/import');
  const [csv, setCsv] = useState('');
  const choose = async (file: File | null) => {
    check.reset();
    take.reset();
    const text = (await file?.text()) ?? '';
    setCsv(text);
    if (text) check.mutate({ body: { csv: text } });
  };
  const press = async () => {
    const { added, changed } = await take.mutateAsync({ body: { csv } });
    await queries.invalidateQueries();
    notifications.show({ color: 'green', message: `${added} added, ${changed} changed.` });
    onClose();
  };
  const preview = check.data;
  const ready = preview !== undefined && preview.refused === 0 && preview.added + preview.changed > 0;
  return (
    <Modal opened onClose={onClose} title="Import people from a table" size={760}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          A CSV file whose first line names its columns: user name, display name, e-mail, phone, roles,
          groups, valid from, valid until. Put “|” between several roles or groups. Somebody whose user name
          is here already is changed; everybody else is added.
        </Text>
        <FileInput
          label="Table"
          placeholder="Choose a CSV file"
          accept=".csv,text/csv"
          leftSection={<IconFileSpreadsheet size={18} aria-hidden="true" />}
          onChange={(file) => void choose(file)}
          clearable
          clearButtonProps={{ 'aria-label': 'Choose another table' }}
        />
        <ProblemNote problem={check.error ?? take.error} />
        {check.isPending ? <Text role="status">Looking at every row…</Text> : null}
        {preview ? <Preview preview={preview} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={!ready}
            loading={take.isPending}
            onClick={() => void press().catch(() => undefined)}
          >
            Import
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Of somebody new every field is new. */
const describeRow = ({ what, changes }: PeopleImport['rows'][number]): string =>
  what === 'add' ? 'New' : `Changed: ${fieldWords(changes)}`;

function Preview({ preview }: { preview: PeopleImport }) {
  const { refused, added, changed, same } = preview;
  const rows = preview.rows.filter(({ what }) => (refused > 0 ? what === 'refused' : what !== 'same'));
  return (
    <>
      <Alert
        color={refused > 0 ? 'red' : 'green'}
        icon={refused > 0 ? <IconAlertTriangle /> : <IconCheck />}
        role="status"
      >
        {refused > 0
          ? `${refused} of ${preview.rows.length} rows cannot be imported, so nothing will be. Mend them in the table and choose it again.`
          : `${added} to be added, ${changed} to be changed, ${same} already as the table says.`}
      </Alert>
      {rows.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section style={{ maxHeight: 320, overflow: 'auto' }} tabIndex={0} aria-label="Rows">
          <Table layout="auto">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Line</Table.Th>
                <Table.Th>Who</Table.Th>
                <Table.Th>{refused > 0 ? 'Why' : 'What'}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={row.line}>
                  <Table.Td>{row.line}</Table.Td>
                  <Table.Td>{row.displayName || row.userName || '—'}</Table.Td>
                  <Table.Td>{row.problem ?? describeRow(row)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      ) : null}
    </>
  );
}

/** `validFrom` → “valid from” */
const fieldWords = (fields: string[]): string =>
  fields
    .map((field) =>
      field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace('email', 'e-mail'),
    )
    .join(', ');
